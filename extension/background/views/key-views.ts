import type { Reply } from "../../shared/messages.ts";
import type { Keyring } from "../secrets/keys/keyring.ts";
import type { NetworkStore } from "../settings/network-store.ts";

type KeyView = Reply<"keys.list">["keys"][number];

/** The keys in the vault, each with the networks it has accounts on; no secret is opened. Throws locked. */
export async function keyViews(parts: { keyring: Pick<Keyring, "accounts" | "words">; networks: Pick<NetworkStore, "list"> }): Promise<KeyView[]> {
  const [accounts, words, networks] = [await parts.keyring.accounts(), await parts.keyring.words(), await parts.networks.list()];
  const realmsOf = (keyId: string): KeyView["realms"] =>
    [...new Set(accounts.filter((a) => a.keyId === keyId).map((a) => a.realm))].map((genesis) => ({
      genesis,
      networkId: networks.find((n) => n.genesis === genesis)?.id ?? null,
      accounts: accounts.filter((a) => a.keyId === keyId && a.realm === genesis).length,
    }));
  const lotus = [...new Set(accounts.filter((a) => a.path === null).map((a) => a.keyId))];
  return [
    ...words.map((word) => ({
      keyId: word.id,
      kind: word.origin === "rehearsal" ? ("rehearsal" as const) : ("words" as const),
      label: null,
      realms: realmsOf(word.id),
      wordsProved: word.proved,
    })),
    ...lotus.map((keyId) => ({ keyId, kind: "lotus" as const, label: null, realms: realmsOf(keyId), wordsProved: false })),
  ];
}
