/**
 * The typed message map: every question a page of this extension may put to the worker, with the schema of its body and of its
 * reply. Envelope: {v, requestId, name, body} -> {ok: true, body} or {ok: false, code, params}. A message says whether it only
 * reads or commands; a repeated requestId of a command gets its first answer again. `secret.*` is answered to secret.html alone.
 * A command that ends in a signature answers {approvalId}: nothing is signed but through `approvals.confirm`.
 */
import * as v from "valibot";
import { approvalView, feeSpeed, feeView, oddNumbersView, slotView } from "../../wallet/approval-views.ts";
import type { ErrorCode, ErrorParams } from "../../wallet/error-codes.ts";
import { actionForm, choice, governanceView } from "./governance-views.ts";
import { minerSummary, minerView, takeoverView } from "./miner-views.ts";
import { termsForm } from "../../wallet/takeover/terms-form.ts";
import { operatorDeed } from "./operator-deeds.ts";
import { depositQuote, exitQuote, ownerSummary, ownerView, positionsView, positionView, positionWays, requestView, rewardPoint } from "./owner-views.ts";
import {
  addressForms,
  addressText,
  atto,
  cidText,
  count,
  epochNumber,
  idText,
  key,
  labelText,
  password,
  phrase,
  positiveAtto,
  time,
  unsignedAtto,
} from "../../wallet/values.ts";
import { accountView, contactView, keyView, needView, networkView, probeView, receiverView, settingsView, walletState } from "./wallet-views.ts";

export const PROTOCOL_VERSION = 1;

const none = v.strictObject({});
const done = v.object({});
const approval = v.object({ approvalId: v.string() });
const body = v.strictObject;

type Schema = v.GenericSchema;
const read = <B extends Schema, R extends Schema>(b: B, r: R) => ({ access: "read" as const, body: b, reply: r });
const command = <B extends Schema, R extends Schema>(b: B, r: R) => ({ access: "command" as const, body: b, reply: r });

const words = v.pipe(v.string(), v.maxLength(400));
/** Hex of the CBOR of a SignedAttestation (actor/abi/schema.ts), which an issuer hands to the operator. */
const attestation = v.nullable(v.pipe(v.string(), v.maxLength(4_000)));
const lotusHex = v.pipe(v.string(), v.maxLength(2_000));
const newPassword = v.pipe(v.string(), v.maxLength(1024));
/** A node as it was pasted: Lotus' API info has the token in it. */
const url = v.pipe(v.string(), v.minLength(1), v.maxLength(4_500));
const token = v.nullable(v.pipe(v.string(), v.maxLength(4_000)));
const account = addressText;

/** Where a key comes from. `created` words must be proved: at least three of them asked back (place counts from 1). */
export const keySource = v.variant("kind", [
  v.strictObject({
    kind: v.literal("created"),
    words,
    proof: v.pipe(v.array(v.strictObject({ place: count, word: v.string() })), v.minLength(3), v.maxLength(24)),
  }),
  /** `accounts`: paths chosen from secret.previewWords; empty = the first of the network's family */
  v.strictObject({ kind: v.literal("words"), words, paths: v.pipe(v.array(v.string()), v.maxLength(50)) }),
  v.strictObject({ kind: v.literal("lotus"), hex: lotusHex }),
  /** the words come from the selected loopback devnet, into realms it declares; no page sees them */
  v.strictObject({ kind: v.literal("rehearsal") }),
  v.strictObject({ kind: v.literal("watch"), address: addressText }),
]);
export type KeySource = v.InferOutput<typeof keySource>;

const minerCall = { miner: addressText, from: account };
const ownerCall = { actor: addressText, from: account };

export const messages = {
  // wallet
  "wallet.state": read(none, walletState),
  "wallet.unlock": command(body({ password }), walletState),
  "wallet.lock": command(none, done),
  /** sent on trusted input only (event.isTrusted): moves the idle deadline */
  "wallet.touch": command(none, v.object({ locksAt: v.nullable(time) })),
  "home.get": read(
    none,
    v.object({
      accounts: v.array(accountView),
      miners: v.array(minerSummary),
      positions: v.array(positionView),
      needs: v.array(needView),
      readAt: time,
    }),
  ),

  // secret.html only
  "secret.newWords": read(body({ count: v.picklist([12, 24]) }), v.object({ words: v.array(v.string()) })),
  "secret.previewWords": read(
    body({ words }),
    v.object({
      accounts: v.array(v.object({ path: v.string(), address: v.string(), balance: v.nullable(atto), nonce: v.nullable(count), used: v.boolean() })),
    }),
  ),
  "secret.previewLotusKey": read(
    body({ hex: lotusHex }),
    v.object({ kind: v.picklist(["secp256k1", "bls"]), forms: addressForms, sameBytesAgain: v.boolean(), signedAndVerified: v.boolean() }),
  ),
  "secret.createVault": command(body({ password: newPassword, source: keySource }), v.object({ accounts: v.array(accountView) })),
  /** a second vault beside the present one, which becomes an archive */
  "secret.createVaultBeside": command(body({ password: newPassword, source: keySource }), v.object({ accounts: v.array(accountView) })),
  "secret.addKey": command(body({ password, source: keySource }), v.object({ accounts: v.array(accountView) })),
  "secret.revealWords": command(body({ password, keyId: key }), v.object({ words: v.array(v.string()) })),
  "secret.proveWords": command(body({ keyId: key, proof: v.pipe(v.array(v.strictObject({ place: count, word: v.string() })), v.minLength(3)) }), done),
  "secret.exportLotusKey": command(body({ password, address: account }), v.object({ hex: v.string() })),
  "secret.changePassword": command(body({ password, next: newPassword }), done),
  /** the encrypted file as text; which: the present vault, an archive, or every stored byte when nothing decrypts */
  "secret.exportFile": command(
    body({
      which: v.variant("kind", [
        v.strictObject({ kind: v.literal("vault") }),
        v.strictObject({ kind: v.literal("archive"), id: key }),
        v.strictObject({ kind: v.literal("copies") }),
      ]),
    }),
    v.object({ fileName: v.string(), text: v.string() }),
  ),
  "secret.restoreFile": command(body({ text: v.pipe(v.string(), v.maxLength(4_000_000)), password, beside: v.boolean() }), walletState),
  "secret.deleteArchive": command(body({ id: key, typed: v.string() }), done),
  "secret.switchArchive": command(body({ id: key }), walletState),

  // keys and accounts
  "keys.list": read(none, v.object({ keys: v.array(keyView) })),
  /** adds the rehearsal wallet of the selected loopback devnet to the unlocked vault: one click, no words on any page */
  "keys.addRehearsal": command(none, v.object({ accounts: v.array(accountView) })),
  "accounts.list": read(none, v.object({ accounts: v.array(accountView), selected: v.nullable(v.string()) })),
  "accounts.refresh": read(none, v.object({ accounts: v.array(accountView), selected: v.nullable(v.string()) })),
  "accounts.select": command(body({ address: account }), done),
  "accounts.derive": command(body({ keyId: key, kind: v.picklist(["secp256k1"]) }), v.object({ account: accountView })),
  "accounts.watch": command(body({ address: addressText, label: v.nullable(labelText) }), v.object({ account: accountView })),
  "accounts.unwatch": command(body({ address: addressText }), done),
  "accounts.rename": command(body({ address: addressText, label: v.nullable(labelText) }), done),
  "address.inspect": read(body({ text: v.pipe(v.string(), v.maxLength(200)) }), receiverView),

  // address book
  "contacts.list": read(none, v.object({ contacts: v.array(contactView) })),
  "contacts.save": command(body({ address: addressText, label: v.pipe(labelText, v.minLength(1)) }), done),
  "contacts.remove": command(body({ address: addressText }), done),

  // networks
  "networks.list": read(none, v.object({ networks: v.array(networkView) })),
  "networks.select": command(body({ id: key }), networkView),
  /** asks the node (and the wallet's own permission is needed before: chrome.permissions.request in the page) */
  "networks.probe": read(body({ url, token, against: v.nullable(key) }), probeView),
  "networks.add": command(body({ name: v.pipe(labelText, v.minLength(1)), url, token }), networkView),
  "networks.edit": command(body({ id: key, name: v.pipe(labelText, v.minLength(1)), url, token, keepToken: v.boolean() }), networkView),
  "networks.setSecondNode": command(body({ id: key, url: v.nullable(url), token }), networkView),
  "networks.remove": command(body({ id: key }), done),
  "networks.test": read(body({ id: key }), networkView),

  // send
  "send.quote": read(
    body({ from: account, to: addressText, amount: unsignedAtto, speed: feeSpeed }),
    v.object({ receiver: receiverView, fee: feeView, balance: atto, maximum: atto, missing: atto, after: atto }),
  ),
  "send.review": command(body({ from: account, to: addressText, amount: positiveAtto, speed: feeSpeed }), approval),
  /** unknown method or params by hand (Settings): tier 3 with the worst case named; base64 params */
  "send.reviewRaw": command(body({ from: account, to: addressText, amount: unsignedAtto, method: count, params: v.string() }), approval),

  // approvals
  "approvals.current": read(none, v.object({ approval: v.nullable(approvalView) })),
  "approvals.get": read(body({ id: key }), v.object({ approval: approvalView })),
  /** dry-runs again; another outcome is a new revision */
  "approvals.refresh": command(body({ id: key }), v.object({ approval: approvalView })),
  "approvals.setSpeed": command(body({ id: key, speed: feeSpeed }), v.object({ approval: approvalView })),
  /** cid: what the page computed from the message shown; typed: by id of confirm.typed; word: typed instead of a hold */
  "approvals.confirm": command(
    body({
      id: key,
      revision: count,
      cid: cidText,
      gesture: v.picklist(["button", "hold", "word"]),
      word: v.nullable(v.string()),
      typed: v.record(v.string(), v.string()),
      password: v.nullable(password),
    }),
    v.object({ slotId: v.string(), cid: v.string() }),
  ),
  "approvals.reject": command(body({ id: key }), done),

  // activity
  "activity.list": read(body({ account: v.nullable(account) }), v.object({ slots: v.array(slotView) })),
  "activity.get": read(body({ id: key }), v.object({ slot: slotView })),
  "activity.quoteReplace": read(body({ id: key }), v.object({ speedUp: v.nullable(feeView), cancel: v.nullable(feeView), baseFee: atto })),
  "activity.resend": command(body({ id: key }), v.object({ slot: slotView })),
  "activity.speedUp": command(body({ id: key, speed: feeSpeed }), approval),
  "activity.cancel": command(body({ id: key }), approval),
  /** goes on through another network that is the same chain */
  "activity.move": command(body({ id: key, networkId: key }), v.object({ slot: slotView })),
  /** lets a message lie that nobody can follow; and takes it up again */
  "activity.leave": command(body({ id: key }), v.object({ slot: slotView })),
  "activity.takeUp": command(body({ id: key }), v.object({ slot: slotView })),
  /** accounts of the selected network whose numbers are odd; null: the selected account and those with messages on their way */
  "activity.gaps": read(body({ account: v.nullable(account) }), v.object({ accounts: v.array(oddNumbersView) })),
  /** 0 FIL to the account itself with a number that nothing fills */
  "activity.fillGap": command(body({ account, nonce: count }), approval),

  // miners
  "miners.list": read(none, v.object({ miners: v.array(minerSummary) })),
  /** looks through the network's miners (small networks only) for those of the vault's accounts */
  "miners.find": read(none, v.object({ miners: v.array(minerSummary), complete: v.boolean() })),
  "miners.watch": command(body({ miner: addressText, label: v.nullable(labelText) }), done),
  "miners.unwatch": command(body({ miner: addressText }), done),
  "miner.get": read(body({ miner: addressText }), minerView),
  /** amount null: everything available */
  "miner.withdraw": command(body({ ...minerCall, amount: v.nullable(positiveAtto) }), approval),
  "miner.changeWorker": command(body({ ...minerCall, worker: addressText, controls: v.pipe(v.array(addressText), v.maxLength(10)) }), approval),
  "miner.confirmWorker": command(body(minerCall), approval),
  "miner.proposeOwner": command(body({ ...minerCall, owner: addressText }), approval),
  "miner.stopProposal": command(body(minerCall), approval),
  "miner.confirmOwner": command(body(minerCall), approval),
  "miner.changeBeneficiary": command(body({ ...minerCall, beneficiary: addressText, quota: unsignedAtto, expiration: epochNumber }), approval),
  /** the owner himself again, with quota 0 and no end */
  "miner.returnBeneficiary": command(body(minerCall), approval),
  "miner.confirmBeneficiary": command(body(minerCall), approval),
  "miner.repayDebt": command(body(minerCall), approval),

  // take over
  "takeover.get": read(body({ miner: addressText, account }), takeoverView),
  "takeover.defaults": read(none, v.object({ terms: termsForm })),
  /** the draft holds no secret and survives locks; keys: what to do with the worker and each control address */
  "takeover.saveDraft": command(
    body({
      miner: addressText,
      account,
      terms: v.nullable(termsForm),
      keep: v.record(v.string(), v.boolean()),
      newWorker: v.nullable(addressText),
      addedControls: v.pipe(v.array(addressText), v.maxLength(10)),
    }),
    takeoverView,
  ),
  "takeover.useActor": command(body({ miner: addressText, account, actor: v.nullable(addressText) }), takeoverView),
  "takeover.installCode": command(body({ miner: addressText, account }), approval),
  "takeover.createActor": command(body({ miner: addressText, account }), approval),
  "takeover.approveMiner": command(body({ miner: addressText, account }), approval),
  "takeover.propose": command(body({ miner: addressText, account }), approval),
  "takeover.takeOwner": command(body({ miner: addressText, account }), approval),
  "takeover.confirmWorker": command(body({ miner: addressText, account }), approval),
  "takeover.stop": command(body({ miner: addressText, account }), approval),
  "takeover.list": read(
    none,
    v.object({ takeovers: v.array(v.object({ miner: v.string(), account: v.string(), step: v.string(), text: phrase, changedAt: time })) }),
  ),

  // owner actor
  "owners.list": read(none, v.object({ owners: v.array(ownerSummary) })),
  "owners.watch": command(body({ actor: addressText }), done),
  "owners.unwatch": command(body({ actor: addressText }), done),
  /** address, or link peggy:<address>?network=… ; opens an offer and the operator's page alike */
  "owner.get": read(body({ actor: v.pipe(v.string(), v.maxLength(300)) }), ownerView),
  "owner.openDeposits": command(body({ ...ownerCall, amount: unsignedAtto, until: epochNumber }), approval),
  /** a sign of life of the operator; the first one accepts the terms */
  "owner.heartbeat": command(body(ownerCall), approval),
  "owner.stakeJunior": command(body({ ...ownerCall, amount: positiveAtto }), approval),
  "owner.forward": command(body({ ...ownerCall, miner: addressText, amount: positiveAtto, attestation }), approval),
  "owner.harvest": command(body({ ...ownerCall, miner: addressText }), approval),
  "owner.recall": command(body({ ...ownerCall, miner: addressText, amount: positiveAtto }), approval),
  "owner.measure": command(body({ ...ownerCall, miner: addressText }), approval),
  "owner.confirmWorker": command(body({ ...ownerCall, miner: addressText }), approval),
  "owner.changeWorker": command(
    body({ ...ownerCall, miner: addressText, worker: addressText, controls: v.pipe(v.array(addressText), v.maxLength(10)) }),
    approval,
  ),
  "owner.releaseMiner": command(body({ ...ownerCall, miner: addressText, token: idText, to: addressText }), approval),
  "owner.sweep": command(body(ownerCall), approval),
  "owner.finalize": command(body({ ...ownerCall, max: count }), approval),
  /** one junior or in-kind request, which stand outside the queue */
  "owner.finalizeSide": command(body({ ...ownerCall, request: idText }), approval),
  /** what comes rarely: successors, fees, winding up, new miners, reports */
  "owner.operate": command(body({ ...ownerCall, deed: operatorDeed }), approval),
  "offer.quote": read(body({ actor: addressText, account, amount: unsignedAtto }), depositQuote),
  "offer.deposit": command(body({ ...ownerCall, amount: positiveAtto }), approval),

  // positions
  "positions.list": read(body({ account: v.nullable(account) }), positionsView),
  "position.get": read(body({ actor: addressText, token: idText }), v.object({ position: positionView, history: v.array(rewardPoint), ways: positionWays })),
  "position.withdraw": command(body({ ...ownerCall, tokens: v.pipe(v.array(idText), v.maxLength(64)), recipient: v.nullable(addressText) }), approval),
  "position.transfer": command(body({ ...ownerCall, token: idText, to: addressText }), approval),
  "position.redeem": command(body({ ...ownerCall, token: idText, amount: positiveAtto }), approval),
  "position.split": command(body({ ...ownerCall, token: idText, amount: positiveAtto }), approval),
  "position.merge": command(body({ ...ownerCall, tokens: v.pipe(v.array(idText), v.minLength(2), v.maxLength(64)) }), approval),
  /** amount null: the most that can leave now */
  "position.quoteExit": read(body({ actor: addressText, token: idText, amount: v.nullable(positiveAtto) }), exitQuote),
  /** least: what the quote that was shown binds it to */
  "position.exitNow": command(body({ ...ownerCall, token: idText, amount: positiveAtto, least: positiveAtto }), approval),
  "queue.get": read(body({ actor: addressText }), v.object({ requests: v.array(requestView), matured: atto, liquid: atto })),
  "queue.cancel": command(body({ ...ownerCall, request: idText }), approval),
  "queue.claim": command(body({ ...ownerCall, requests: v.pipe(v.array(idText), v.minLength(1), v.maxLength(64)) }), approval),

  // governance
  "governance.get": read(body({ actor: addressText }), governanceView),
  "governance.propose": command(body({ ...ownerCall, token: idText, action: actionForm }), approval),
  "governance.vote": command(body({ ...ownerCall, proposal: idText, tokens: v.pipe(v.array(idText), v.minLength(1), v.maxLength(64)), choice }), approval),
  "governance.execute": command(body({ ...ownerCall, proposal: idText }), approval),
  "governance.cancel": command(body({ ...ownerCall, proposal: idText }), approval),

  // settings
  "settings.set": command(body({ settings: v.partial(settingsView) }), settingsView),
} as const;

export type MessageName = keyof typeof messages;
export type Body<N extends MessageName> = v.InferInput<(typeof messages)[N]["body"]>;
export type Reply<N extends MessageName> = v.InferOutput<(typeof messages)[N]["reply"]>;

export const requestEnvelope = v.strictObject({
  v: v.literal(PROTOCOL_VERSION),
  requestId: v.pipe(v.string(), v.regex(/^[0-9a-zA-Z-]{8,64}$/)),
  name: v.pipe(v.string(), v.maxLength(60)),
  body: v.unknown(),
  /** id of the network that the page shows: what speaks of the selected network is refused when that is another one */
  network: v.optional(key),
});

/** The network that an answer speaks of; the genesis of a devnet that was never asked is not known. */
export interface SpokenOf {
  id: string;
  genesis: string | null;
}

export type ReplyEnvelope = { ok: true; body: unknown; network?: SpokenOf } | { ok: false; code: ErrorCode; params: ErrorParams };

/** What the worker tells open pages, unasked: read again what you show of these. Sent by runtime.sendMessage with `event`. */
export const workerEvent = v.object({
  v: v.literal(PROTOCOL_VERSION),
  event: v.literal("changed"),
  topics: v.array(v.picklist(["wallet", "accounts", "networks", "approvals", "activity", "miners", "takeover", "owners", "positions", "settings", "head"])),
});
export type WorkerEvent = v.InferOutput<typeof workerEvent>;

/** Groups whose answers are the same whatever network is selected, or say themselves which one they mean. */
const OF_NO_NETWORK: readonly string[] = ["wallet", "secret", "keys", "networks", "approvals", "settings"];

/** Does the answer speak of the selected network: its accounts, miners, money. */
export const isOfNetwork = (name: MessageName): boolean => !OF_NO_NETWORK.includes(name.split(".")[0] ?? "");

/** Messages only secret.html may send. */
export const isSecretMessage = (name: MessageName): boolean => name.startsWith("secret.");

/** Open pages keep a port of this name (chrome.runtime.connect): while one is open the worker asks the chain at the short interval. */
export const PAGE_PORT = "page";
