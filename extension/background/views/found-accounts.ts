import type { Address } from "../../../filecoin/address.ts";
import { CALIBRATION_GENESIS, MAINNET_GENESIS } from "../../../filecoin/network-genesis.ts";
import type { KnownNetwork } from "../../../wallet/network.ts";
import { Refusal } from "../../../wallet/refusal.ts";
import type { Scope } from "../../../wallet/scope.ts";
import { orNull, refusalOfRpc } from "../../../wallet/told/rpc-refusal.ts";
import type { Reply } from "../../shared/messages.ts";
import type { Scopes } from "../chain/open-scope.ts";
import { ledgerPathOf, pathOf } from "../secrets/keys/hd-path.ts";
import { readLotusKey } from "../secrets/keys/keyring.ts";
import type { Signer } from "../secrets/keys/signer.ts";
import { addressAt, readWords, seedOf, type WordList } from "../secrets/keys/words.ts";
import { addressBySigner } from "../signing/sign-message.ts";

/** What a key would open, before it is taken in. A node that is away only leaves out what it would say. */

type Found = Reply<"secret.previewWords">["accounts"][number];

/** Unused addresses in a row after which a family is not searched further (BIP-44: 20; each costs a call, so 5 here). */
const GAP = 5;
const FAMILY_LIMIT = 50;

/** Accounts of words on a network. Throws badWords. */
export async function accountsOfWords(
  parts: { scopes: Pick<Scopes, "of">; wordList(): Promise<WordList>; signer: Signer },
  network: KnownNetwork,
  words: string,
): Promise<Found[]> {
  const seed = await seedOf(readWords(await parts.wordList(), words));
  try {
    return await scanFamilies(await scopeOrNull(parts.scopes, network), network, (path) => addressAt(parts.signer, seed, path));
  } finally {
    seed.fill(0);
  }
}

/** Searches both HD families of a network: address index and (Ledger) account index, until a gap of unused ones. */
async function scanFamilies(scope: Scope | null, network: KnownNetwork, addressOf: (path: string) => Promise<Address>): Promise<Found[]> {
  const found = new Map<string, Found>();
  const twoFamilies = network.genesis === MAINNET_GENESIS || network.genesis === CALIBRATION_GENESIS;
  for (const pathAt of twoFamilies ? [pathOf, ledgerPathOf] : [pathOf]) {
    let unused = 0;
    for (let index = 0; index < FAMILY_LIMIT && unused < (scope === null ? 1 : GAP); index++) {
      const path = pathAt(network.genesis, index);
      if (path === null) break;
      const line = await lineOf(scope, path, await addressOf(path), network);
      unused = line.used ? 0 : unused + 1;
      if (line.used || index === 0) found.set(path, line);
    }
  }
  return [...found.values()];
}

async function lineOf(scope: Scope | null, path: string, at: Address, { prefix }: KnownNetwork): Promise<Found> {
  const address = at.toString(prefix);
  if (scope === null) return { path, address, balance: null, nonce: null, used: false };
  const actor = await orNull(scope.node.stateGetActor(at));
  return { path, address, balance: (actor?.balance ?? 0n).toString(), nonce: actor?.nonce ?? 0, used: actor !== null };
}

/** The account of an exported Lotus key, read twice by independent code. Throws badLotusKey. */
export async function accountOfLotusKey(
  parts: { scopes: Pick<Scopes, "of">; signer: Signer },
  network: KnownNetwork,
  hex: string,
): Promise<Reply<"secret.previewLotusKey">> {
  const { key, address, sameBytesAgain, signedAndVerified } = readLotusKey(hex);
  const second = await addressBySigner({ kind: key.type, privateKey: key.privateKey }, parts.signer);
  key.privateKey.fill(0);
  if (!second.equals(address)) throw new Refusal("badLotusKey", { detail: "two readings of the key differ" });
  const scope = await scopeOrNull(parts.scopes, network);
  const text = address.toString(network.prefix);
  const unknown = { address: text, id: null, robust: text, delegated: null, eth: null, idFinal: false, type: "none" as const };
  const forms = scope === null ? null : await scope.actors.forms(address);
  return { kind: key.type, sameBytesAgain, signedAndVerified, forms: forms ?? { ...unknown, codeCid: null, label: null, own: false, balance: null } };
}

async function scopeOrNull(scopes: Pick<Scopes, "of">, network: KnownNetwork): Promise<Scope | null> {
  try {
    return await scopes.of(network);
  } catch (error) {
    if (refusalOfRpc(error) instanceof Refusal) return null;
    throw error;
  }
}
