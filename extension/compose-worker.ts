import { buildOf } from "../wallet/told/known-actor.ts";
import { KnownNetworks } from "./background/chain/known-networks.ts";
import { newMemory } from "./background/chain/memory.ts";
import { Nodes } from "./background/chain/nodes.ts";
import { Scopes } from "./background/chain/open-scope.ts";
import { governanceDeeds } from "./background/deeds/governance-deeds.ts";
import { minerDeeds } from "./background/deeds/miner-deeds.ts";
import { EditNetworks } from "./background/deeds/edit-networks.ts";
import { Naming } from "./background/deeds/naming.ts";
import { NewKeys } from "./background/deeds/new-keys.ts";
import { ownerDeeds } from "./background/deeds/owner-deeds.ts";
import { positionDeeds } from "./background/deeds/position-deeds.ts";
import { sendDeeds } from "./background/deeds/send-deeds.ts";
import { TakeoverDeeds } from "./background/deeds/takeover-deeds.ts";
import { takeoverGates } from "./background/signing/takeover-gates.ts";
import { Watching } from "./background/deeds/watching.ts";
import { allHandlers } from "./background/desk/all-handlers.ts";
import { Dispatcher, type Self } from "./background/desk/dispatch.ts";
import type { Handlers } from "./background/desk/handlers.ts";
import { Keyring } from "./background/secrets/keys/keyring.ts";
import { OwnAccounts } from "./background/secrets/keys/own-accounts.ts";
import { Lock } from "./background/secrets/lock/lock.ts";
import { sealedBook } from "./background/secrets/vault/sealed-record.ts";
import { Vault } from "./background/secrets/vault/vault.ts";
import { BookStore } from "./background/settings/book.ts";
import { NetworkStore } from "./background/settings/network-store.ts";
import { readSettings, type Settings } from "./background/settings/settings.ts";
import { TakeoverDrafts } from "./background/settings/takeover-drafts.ts";
import { Approvals } from "./background/signing/approvals.ts";
import { endsAlike } from "./background/signing/ends-alike.ts";
import { Outbox } from "./background/signing/outbox.ts";
import { Rounds } from "./background/signing/rounds.ts";
import type { SigningParts } from "./background/signing/sign-attempt.ts";
import { signMessage } from "./background/signing/sign-message.ts";
import { SlotNetworks } from "./background/signing/slot-networks.ts";
import { SlotStore } from "./background/signing/slot-store.ts";
import { signerOf } from "./background/secrets/keys/signer.ts";
import { readWordList, WORD_LIST_FILE } from "./background/secrets/keys/words.ts";
import { kept } from "./background/storage/kept.ts";
import type { Surroundings } from "./background/storage/stores.ts";

/** Storage, settings, secrets and chain: the rooms below whatever is signed. */
function lowerRooms(s: Surroundings) {
  const lock = new Lock(s);
  const vault = new Vault(s, lock);
  const wordList = kept(async () => readWordList(await s.file(WORD_LIST_FILE)));
  // Kept in memory: its Wasm is no secret.
  const signer = signerOf(kept(() => s.file("filecoin_signer_wasm_bg.wasm")));
  const keyring = new Keyring(vault, { now: s.now, wordList, signer });
  const books = new BookStore(sealedBook(vault));
  const tokenOf = (url: string): Promise<string | null> => books.tokenOf(url);
  const networks = new NetworkStore(s);
  const nodes = new Nodes(s, tokenOf);
  const known = new KnownNetworks({ networks, nodes, tokenOf, fetch: s.fetch });
  const memory = newMemory(s.database);
  const build = kept(async () => buildOf(await s.file("owner.wasm"), s.version));
  return {
    s,
    lock,
    vault,
    keyring,
    wordList,
    signer,
    ownAccounts: new OwnAccounts({ keyring, books }),
    books,
    tokenOf,
    networks,
    drafts: new TakeoverDrafts(s.database),
    settings: (): Promise<Settings> => readSettings(s.database),
    nodes,
    known,
    build,
    scopes: new Scopes({ networks: known, nodes, keyring, books, tokenOf, fetch: s.fetch, build, memory, now: s.now }),
    memory,
    slots: new SlotStore(s.database, s.now),
  };
}

/** Signs with the sender's key, which lies in the vault for that one chain. */
const signsWith =
  (parts: ReturnType<typeof lowerRooms>): SigningParts["sign"] =>
  async (message, genesis) => {
    const account = await parts.keyring.account(message.from, genesis);
    return signMessage(message, await parts.keyring.signingKey(account, genesis), parts.signer);
  };

/** What is signed, and what a lock or a new chain does to it. */
function withSigning(lower: ReturnType<typeof lowerRooms>) {
  const { s, lock, vault, known, drafts, slots, networks, scopes } = lower;
  const slotNetworks = new SlotNetworks({ ...lower, fetch: s.fetch, blocks: lower.memory.blocks });
  const outbox = new Outbox({
    slots,
    locks: s.locks,
    networks: slotNetworks,
    known: networks,
    now: s.now,
    isUnlocked: async () => (await lock.openUntil()) !== null,
    sign: signsWith(lower),
    endsAlike: async (slot, attempt) => endsAlike(attempt, await scopes.toSign(slot)),
    tell: s.tell,
    report: s.report,
  });
  const approvals = new Approvals({ ...lower, outbox }, takeoverGates(drafts));
  lock.onLocked = async (reason) => {
    vault.forget();
    const dropped = await approvals.kill("lock");
    await outbox.dropUnsigned();
    await s.session.set("lock.droppedApproval", dropped && reason !== "user");
  };
  known.onChainReplaced = async () => {
    await approvals.kill("network");
  };
  return Object.assign(lower, { slotNetworks, outbox, approvals });
}

/** What people start. */
function withDeeds(parts: ReturnType<typeof withSigning>) {
  const naming = new Naming(parts);
  const watching = new Watching({ ...parts, naming });
  return Object.assign(parts, { naming, watching, newKeys: new NewKeys(parts), editNetworks: new EditNetworks(parts) });
}

/** The answers to every message, each group with the deeds it starts. */
function answersOf(parts: ReturnType<typeof withDeeds>): Handlers {
  return allHandlers({
    account: parts,
    activity: parts,
    approval: parts,
    governance: { scopes: parts.scopes, deeds: governanceDeeds(parts) },
    home: parts,
    miner: { scopes: parts.scopes, watching: parts.watching, deeds: minerDeeds(parts) },
    network: parts,
    owner: { scopes: parts.scopes, watching: parts.watching, deeds: ownerDeeds(parts) },
    position: { scopes: parts.scopes, slots: parts.slots, deeds: positionDeeds(parts) },
    secret: parts,
    send: { ...parts, deeds: sendDeeds(parts) },
    takeover: { ...parts, deeds: new TakeoverDeeds(parts) },
    wallet: parts,
  });
}

export type Worker = ReturnType<typeof withDeeds> & { dispatcher: Dispatcher; rounds: Rounds };

/**
 * Wires the worker, room by room from the lowest up: each part takes what it names. `self` is who this extension is, for the door. The
 * record itself is for those who listen to the browser, and for tests; no part takes it.
 */
export function composeWorker(s: Surroundings, self: Self): Worker {
  const parts = withDeeds(withSigning(lowerRooms(s)));
  const dispatcher = new Dispatcher(parts, answersOf(parts), self);
  const locked = parts.lock.onLocked;
  parts.lock.onLocked = async (reason) => {
    await locked(reason);
    await dispatcher.forgetReplies();
  };
  return Object.assign(parts, { dispatcher, rounds: new Rounds(parts) });
}
