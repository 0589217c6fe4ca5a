/**
 * The questions that a page of this extension may put to the worker, each with the schema of its body; shared/replies.ts has the answers. A message says whether it only
 * reads or commands; a repeated requestId of a command gets its first answer again. `secret.*` is answered to secret.html alone.
 * A command that ends in a signature answers {approvalId}: nothing is signed but through `approvals.confirm`.
 */
import * as v from "valibot";
import { feeSpeed } from "../../wallet/approval-views.ts";
import { actionForm, choice } from "./governance-views.ts";
import { termsForm } from "../../wallet/takeover/terms-form.ts";
import { operatorDeed } from "./operator-deeds.ts";
import { proofSubject } from "./proof-views.ts";
import { addressText, cidText, count, epochNumber, idText, key, labelText, password, positiveAtto, unsignedAtto } from "../../wallet/values.ts";
import { settingsView } from "./wallet-views.ts";

const none = v.strictObject({});
const body = v.strictObject;

type Schema = v.GenericSchema;
const read = <B extends Schema>(b: B) => ({ access: "read" as const, body: b });
const command = <B extends Schema>(b: B) => ({ access: "command" as const, body: b });

const words = v.pipe(v.string(), v.maxLength(400));
/** Hex of the CBOR of a SignedAttestation (actor/abi/schema.ts), which an issuer hands to the operator. */
const attestation = v.nullable(v.pipe(v.string(), v.maxLength(4_000)));
const lotusHex = v.pipe(v.string(), v.maxLength(2_000));
const newPassword = v.pipe(v.string(), v.maxLength(1024));
/** A node as it was pasted: Lotus' API info has the token in it. */
const url = v.pipe(v.string(), v.minLength(1), v.maxLength(4_500));
const token = v.nullable(v.pipe(v.string(), v.maxLength(4_000)));
const account = addressText;
const slotList = v.picklist(["all", "onTheWay", "failed"]);

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

export const questions = {
  // wallet
  "wallet.state": read(none),
  "wallet.unlock": command(body({ password })),
  "wallet.lock": command(none),
  /** sent on trusted input only (event.isTrusted): moves the idle deadline */
  "wallet.touch": command(none),
  "home.get": read(none),

  // secret.html only
  "secret.newWords": read(body({ count: v.picklist([12, 24]) })),
  "secret.previewWords": read(body({ words })),
  "secret.previewLotusKey": read(body({ hex: lotusHex })),
  "secret.createVault": command(body({ password: newPassword, source: keySource })),
  /** a second vault beside the present one, which becomes an archive */
  "secret.createVaultBeside": command(body({ password: newPassword, source: keySource })),
  "secret.addKey": command(body({ password, source: keySource })),
  "secret.revealWords": command(body({ password, keyId: key })),
  "secret.proveWords": command(body({ keyId: key, proof: v.pipe(v.array(v.strictObject({ place: count, word: v.string() })), v.minLength(3)) })),
  "secret.exportLotusKey": command(body({ password, address: account })),
  "secret.changePassword": command(body({ password, next: newPassword })),
  /** the encrypted file as text; which: the present vault, an archive, or every stored byte when nothing decrypts */
  "secret.exportFile": command(
    body({
      which: v.variant("kind", [
        v.strictObject({ kind: v.literal("vault") }),
        v.strictObject({ kind: v.literal("archive"), id: key }),
        v.strictObject({ kind: v.literal("copies") }),
      ]),
    }),
  ),
  "secret.restoreFile": command(body({ text: v.pipe(v.string(), v.maxLength(4_000_000)), password, beside: v.boolean() })),
  "secret.deleteArchive": command(body({ id: key, typed: v.string() })),
  "secret.switchArchive": command(body({ id: key })),

  // keys and accounts
  "keys.list": read(none),
  /** adds the rehearsal wallet of the selected loopback devnet to the unlocked vault: one click, no words on any page */
  "keys.addRehearsal": command(none),
  "accounts.list": read(none),
  /** asks the node anew for these accounts; null: the first ones */
  "accounts.refresh": read(body({ addresses: v.optional(v.nullable(v.pipe(v.array(account), v.maxLength(50))), null) })),
  "accounts.select": command(body({ address: account })),
  "accounts.derive": command(body({ keyId: key, kind: v.picklist(["secp256k1"]) })),
  "accounts.watch": command(body({ address: addressText, label: v.nullable(labelText) })),
  "accounts.unwatch": command(body({ address: addressText })),
  "accounts.rename": command(body({ address: addressText, label: v.nullable(labelText) })),
  "address.inspect": read(body({ text: v.pipe(v.string(), v.maxLength(200)) })),

  // address book
  "contacts.list": read(none),
  "contacts.save": command(body({ address: addressText, label: v.pipe(labelText, v.minLength(1)) })),
  "contacts.remove": command(body({ address: addressText })),

  // networks
  "networks.list": read(none),
  "networks.select": command(body({ id: key })),
  /** asks the node (and the wallet's own permission is needed before: permissions.request in the page) */
  "networks.probe": read(body({ url, token, against: v.nullable(key) })),
  "networks.add": command(body({ name: v.pipe(labelText, v.minLength(1)), url, token })),
  "networks.edit": command(body({ id: key, name: v.pipe(labelText, v.minLength(1)), url, token, keepToken: v.boolean() })),
  "networks.setSecondNode": command(body({ id: key, url: v.nullable(url), token })),
  "networks.remove": command(body({ id: key })),
  "networks.test": read(body({ id: key })),

  // send
  "send.quote": read(body({ from: account, to: addressText, amount: unsignedAtto, speed: feeSpeed })),
  "send.review": command(body({ from: account, to: addressText, amount: positiveAtto, speed: feeSpeed })),
  /** unknown method or params by hand (Settings): tier 3 with the worst case named; base64 params */
  "send.reviewRaw": command(body({ from: account, to: addressText, amount: unsignedAtto, method: count, params: v.string() })),

  // approvals
  "approvals.current": read(none),
  "approvals.get": read(body({ id: key })),
  /** dry-runs again; another outcome is a new revision */
  "approvals.refresh": command(body({ id: key })),
  "approvals.setSpeed": command(body({ id: key, speed: feeSpeed })),
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
  ),
  "approvals.reject": command(body({ id: key })),

  // activity
  /** one page, newest first. list: all, those to which something can still happen, those that failed; after: `next` of the page before */
  "activity.list": read(body({ account: v.nullable(account), list: v.optional(slotList, "all"), after: v.optional(v.nullable(key), null) })),
  "activity.get": read(body({ id: key })),
  "activity.quoteReplace": read(body({ id: key })),
  "activity.resend": command(body({ id: key })),
  "activity.speedUp": command(body({ id: key, speed: feeSpeed })),
  "activity.cancel": command(body({ id: key })),
  /** goes on through another network that is the same chain */
  "activity.move": command(body({ id: key, networkId: key })),
  /** lets a message lie that nobody can follow; and takes it up again */
  "activity.leave": command(body({ id: key })),
  "activity.takeUp": command(body({ id: key })),
  /** accounts of the selected network whose numbers are odd; null: the selected account and those with messages on their way */
  "activity.gaps": read(body({ account: v.nullable(account) })),
  /** 0 FIL to the account itself with a number that nothing fills */
  "activity.fillGap": command(body({ account, nonce: count })),

  /** which blocks prove what is shown */
  "proof.get": read(body({ subject: proofSubject })),

  // miners
  /** those watched, a page; from: how many stand before it */
  "miners.list": read(body({ from: v.optional(count, 0) })),
  /** looks through the network's miners (small networks only) for those of the vault's accounts */
  "miners.find": read(none),
  "miners.watch": command(body({ miner: addressText, label: v.nullable(labelText) })),
  "miners.unwatch": command(body({ miner: addressText })),
  "miner.get": read(body({ miner: addressText })),
  /** amount null: everything available */
  "miner.withdraw": command(body({ ...minerCall, amount: v.nullable(positiveAtto) })),
  "miner.changeWorker": command(body({ ...minerCall, worker: addressText, controls: v.pipe(v.array(addressText), v.maxLength(10)) })),
  "miner.confirmWorker": command(body(minerCall)),
  "miner.proposeOwner": command(body({ ...minerCall, owner: addressText })),
  "miner.stopProposal": command(body(minerCall)),
  "miner.confirmOwner": command(body(minerCall)),
  "miner.changeBeneficiary": command(body({ ...minerCall, beneficiary: addressText, quota: unsignedAtto, expiration: epochNumber })),
  /** the owner himself again, with quota 0 and no end */
  "miner.returnBeneficiary": command(body(minerCall)),
  "miner.confirmBeneficiary": command(body(minerCall)),
  "miner.repayDebt": command(body(minerCall)),

  // take over
  "takeover.get": read(body({ miner: addressText, account })),
  "takeover.defaults": read(none),
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
  ),
  "takeover.useActor": command(body({ miner: addressText, account, actor: v.nullable(addressText) })),
  "takeover.installCode": command(body({ miner: addressText, account })),
  "takeover.createActor": command(body({ miner: addressText, account })),
  "takeover.approveMiner": command(body({ miner: addressText, account })),
  "takeover.propose": command(body({ miner: addressText, account })),
  "takeover.takeOwner": command(body({ miner: addressText, account })),
  "takeover.confirmWorker": command(body({ miner: addressText, account })),
  "takeover.stop": command(body({ miner: addressText, account })),
  "takeover.list": read(none),

  // owner actor
  "owners.list": read(none),
  "owners.watch": command(body({ actor: addressText })),
  "owners.unwatch": command(body({ actor: addressText })),
  /** address, or link peggy:<address>?network=… ; opens an offer and the operator's page alike */
  "owner.get": read(body({ actor: v.pipe(v.string(), v.maxLength(300)) })),
  "owner.openDeposits": command(body({ ...ownerCall, amount: unsignedAtto, until: epochNumber })),
  /** a sign of life of the operator; the first one accepts the terms */
  "owner.heartbeat": command(body(ownerCall)),
  "owner.stakeJunior": command(body({ ...ownerCall, amount: positiveAtto })),
  "owner.forward": command(body({ ...ownerCall, miner: addressText, amount: positiveAtto, attestation })),
  "owner.harvest": command(body({ ...ownerCall, miner: addressText })),
  "owner.recall": command(body({ ...ownerCall, miner: addressText, amount: positiveAtto })),
  "owner.measure": command(body({ ...ownerCall, miner: addressText })),
  "owner.confirmWorker": command(body({ ...ownerCall, miner: addressText })),
  "owner.changeWorker": command(body({ ...ownerCall, miner: addressText, worker: addressText, controls: v.pipe(v.array(addressText), v.maxLength(10)) })),
  "owner.releaseMiner": command(body({ ...ownerCall, miner: addressText, token: idText, to: addressText })),
  "owner.sweep": command(body(ownerCall)),
  "owner.finalize": command(body({ ...ownerCall, max: count })),
  /** one junior or in-kind request, which stand outside the queue */
  "owner.finalizeSide": command(body({ ...ownerCall, request: idText })),
  /** what comes rarely: successors, fees, winding up, new miners, reports */
  "owner.operate": command(body({ ...ownerCall, deed: operatorDeed })),
  "offer.quote": read(body({ actor: addressText, account, amount: unsignedAtto })),
  "offer.deposit": command(body({ ...ownerCall, amount: positiveAtto })),

  // positions
  "positions.list": read(body({ account: v.nullable(account) })),
  "position.get": read(body({ actor: addressText, token: idText })),
  "position.withdraw": command(body({ ...ownerCall, tokens: v.pipe(v.array(idText), v.maxLength(64)), recipient: v.nullable(addressText) })),
  "position.transfer": command(body({ ...ownerCall, token: idText, to: addressText })),
  "position.redeem": command(body({ ...ownerCall, token: idText, amount: positiveAtto })),
  "position.split": command(body({ ...ownerCall, token: idText, amount: positiveAtto })),
  "position.merge": command(body({ ...ownerCall, tokens: v.pipe(v.array(idText), v.minLength(2), v.maxLength(64)) })),
  /** amount null: the most that can leave now */
  "position.quoteExit": read(body({ actor: addressText, token: idText, amount: v.nullable(positiveAtto) })),
  /** least: what the quote that was shown binds it to */
  "position.exitNow": command(body({ ...ownerCall, token: idText, amount: positiveAtto, least: positiveAtto })),
  "queue.get": read(body({ actor: addressText })),
  "queue.cancel": command(body({ ...ownerCall, request: idText })),
  "queue.claim": command(body({ ...ownerCall, requests: v.pipe(v.array(idText), v.minLength(1), v.maxLength(64)) })),

  // governance
  "governance.get": read(body({ actor: addressText })),
  "governance.propose": command(body({ ...ownerCall, token: idText, action: actionForm })),
  "governance.vote": command(body({ ...ownerCall, proposal: idText, tokens: v.pipe(v.array(idText), v.minLength(1), v.maxLength(64)), choice })),
  "governance.execute": command(body({ ...ownerCall, proposal: idText })),
  "governance.cancel": command(body({ ...ownerCall, proposal: idText })),

  // settings
  /** the diagnostic log, and records on disk that cannot be read */
  "diagnostics.get": read(none),
  /** puts those records where they are in nobody's way; nothing of them is lost */
  "diagnostics.setAside": command(none),
  "settings.set": command(body({ settings: v.partial(settingsView) })),
} as const;
