/** What the worker answers to each question of shared/questions.ts. Pages check it before they show it. */
import * as v from "valibot";
import { approvalView, feeView, oddNumbersView, slotView } from "../../wallet/approval-views.ts";
import { governanceView } from "./governance-views.ts";
import { minerSummary, minerView, takeoverView } from "./miner-views.ts";
import { termsForm } from "../../wallet/takeover/terms-form.ts";
import {
  askedView,
  depositQuote,
  exitQuote,
  ownerSummary,
  ownerView,
  positionsView,
  positionView,
  positionWays,
  requestView,
  rewardPoint,
} from "./owner-views.ts";
import { proofView } from "./proof-views.ts";
import { addressForms, atto, count, phrase, time } from "../../wallet/values.ts";
import { accountView, contactView, keyView, needView, networkView, probeView, receiverView, settingsView, walletState } from "./wallet-views.ts";
import type { questions } from "./questions.ts";

const done = v.object({});
const approval = v.object({ approvalId: v.string() });

const replies = {
  // wallet
  "wallet.state": walletState,
  "wallet.unlock": walletState,
  "wallet.lock": done,
  "wallet.touch": v.object({ locksAt: v.nullable(time) }),
  /** what fits on the screen of each, read now, and how many there are in all */
  "home.get": v.object({
    accounts: v.array(accountView),
    accountsInAll: count,
    /** of one's own accounts, as they were last read */
    total: v.object({ atto, unread: count, oldest: v.nullable(time) }),
    miners: v.array(minerSummary),
    minersInAll: count,
    positions: v.array(positionView),
    needs: v.array(needView),
    readAt: time,
  }),

  // secret.html only
  "secret.newWords": v.object({ words: v.array(v.string()) }),
  "secret.previewWords": v.object({
    accounts: v.array(v.object({ path: v.string(), address: v.string(), balance: v.nullable(atto), nonce: v.nullable(count), used: v.boolean() })),
  }),
  "secret.previewLotusKey": v.object({
    kind: v.picklist(["secp256k1", "bls"]),
    forms: addressForms,
    sameBytesAgain: v.boolean(),
    signedAndVerified: v.boolean(),
  }),
  "secret.createVault": v.object({ accounts: v.array(accountView) }),
  "secret.createVaultBeside": v.object({ accounts: v.array(accountView) }),
  "secret.addKey": v.object({ accounts: v.array(accountView) }),
  "secret.revealWords": v.object({ words: v.array(v.string()) }),
  "secret.proveWords": done,
  "secret.exportLotusKey": v.object({ hex: v.string() }),
  "secret.changePassword": done,
  "secret.exportFile": v.object({ fileName: v.string(), text: v.string() }),
  "secret.restoreFile": walletState,
  "secret.deleteArchive": done,
  "secret.switchArchive": walletState,

  // keys and accounts
  "keys.list": v.object({ keys: v.array(keyView) }),
  "keys.addRehearsal": v.object({ accounts: v.array(accountView) }),
  "accounts.list": v.object({ accounts: v.array(accountView), selected: v.nullable(v.string()) }),
  "accounts.refresh": v.object({ accounts: v.array(accountView), selected: v.nullable(v.string()) }),
  "accounts.select": done,
  "accounts.derive": v.object({ account: accountView }),
  "accounts.watch": v.object({ account: accountView }),
  "accounts.unwatch": done,
  "accounts.rename": done,
  "address.inspect": receiverView,

  // address book
  "contacts.list": v.object({ contacts: v.array(contactView) }),
  "contacts.save": done,
  "contacts.remove": done,

  // networks
  "networks.list": v.object({ networks: v.array(networkView) }),
  "networks.select": networkView,
  "networks.probe": probeView,
  "networks.add": networkView,
  "networks.edit": networkView,
  "networks.setSecondNode": networkView,
  "networks.remove": done,
  "networks.test": networkView,

  // send
  "send.quote": v.object({ receiver: receiverView, fee: feeView, balance: atto, maximum: atto, missing: atto, after: atto }),
  "send.review": approval,
  "send.reviewRaw": approval,

  // approvals
  "approvals.current": v.object({ approval: v.nullable(approvalView) }),
  "approvals.get": v.object({ approval: approvalView }),
  "approvals.refresh": v.object({ approval: approvalView }),
  "approvals.setSpeed": v.object({ approval: approvalView }),
  "approvals.confirm": v.object({ slotId: v.string(), cid: v.string() }),
  "approvals.reject": done,

  // activity
  /** counts end at 100 */
  "activity.list": v.object({ slots: v.array(slotView), next: v.nullable(v.string()), onTheWay: count, failed: count }),
  "activity.get": v.object({ slot: slotView }),
  "activity.quoteReplace": v.object({ speedUp: v.nullable(feeView), cancel: v.nullable(feeView), baseFee: atto }),
  "activity.resend": v.object({ slot: slotView }),
  "activity.speedUp": approval,
  "activity.cancel": approval,
  "activity.move": v.object({ slot: slotView }),
  "activity.leave": v.object({ slot: slotView }),
  "activity.takeUp": v.object({ slot: slotView }),
  "activity.gaps": v.object({ accounts: v.array(oddNumbersView) }),
  "activity.fillGap": approval,

  // miners
  "miners.list": v.object({ miners: v.array(minerSummary), inAll: count }),
  "miners.find": v.object({ miners: v.array(minerSummary), complete: v.boolean() }),
  "miners.watch": done,
  "miners.unwatch": done,
  "miner.get": minerView,
  "proof.get": proofView,
  "miner.withdraw": approval,
  "miner.changeWorker": approval,
  "miner.confirmWorker": approval,
  "miner.proposeOwner": approval,
  "miner.stopProposal": approval,
  "miner.confirmOwner": approval,
  "miner.changeBeneficiary": approval,
  "miner.returnBeneficiary": approval,
  "miner.confirmBeneficiary": approval,
  "miner.repayDebt": approval,

  // take over
  "takeover.get": takeoverView,
  "takeover.defaults": v.object({ terms: termsForm }),
  "takeover.saveDraft": takeoverView,
  "takeover.useActor": takeoverView,
  "takeover.installCode": approval,
  "takeover.createActor": approval,
  "takeover.approveMiner": approval,
  "takeover.propose": approval,
  "takeover.takeOwner": approval,
  "takeover.confirmWorker": approval,
  "takeover.stop": approval,
  "takeover.list": v.object({ takeovers: v.array(v.object({ miner: v.string(), account: v.string(), step: v.string(), text: phrase, changedAt: time })) }),

  // owner actor
  "owners.list": v.object({ owners: v.array(ownerSummary), asked: askedView }),
  "owners.watch": done,
  "owners.unwatch": done,
  "owner.get": ownerView,
  "owner.openDeposits": approval,
  "owner.heartbeat": approval,
  "owner.stakeJunior": approval,
  "owner.forward": approval,
  "owner.harvest": approval,
  "owner.recall": approval,
  "owner.measure": approval,
  "owner.confirmWorker": approval,
  "owner.changeWorker": approval,
  "owner.releaseMiner": approval,
  "owner.sweep": approval,
  "owner.finalize": approval,
  "owner.finalizeSide": approval,
  "owner.operate": approval,
  "offer.quote": depositQuote,
  "offer.deposit": approval,

  // positions
  "positions.list": positionsView,
  "position.get": v.object({ position: positionView, history: v.array(rewardPoint), ways: positionWays }),
  "position.withdraw": approval,
  "position.transfer": approval,
  "position.redeem": approval,
  "position.split": approval,
  "position.merge": approval,
  "position.quoteExit": exitQuote,
  "position.exitNow": approval,
  "queue.get": v.object({ requests: v.array(requestView), matured: atto, liquid: atto }),
  "queue.cancel": approval,
  "queue.claim": approval,

  // governance
  "governance.get": governanceView,
  "governance.propose": approval,
  "governance.vote": approval,
  "governance.execute": approval,
  "governance.cancel": approval,

  // settings
  /** lines oldest first; a record's text without anything private that its table may hold */
  "diagnostics.get": v.object({
    lines: v.array(v.object({ at: time, text: v.string() })),
    damaged: v.array(v.object({ table: v.string(), key: v.string(), text: v.nullable(v.string()) })),
  }),
  "diagnostics.setAside": done,
  "settings.set": settingsView,
} as const satisfies Record<keyof typeof questions, v.GenericSchema>;

export type Replies = typeof replies;

/** The answer in its agreed form, without anything that does not belong there; or where it differs from it. */
export function replyOf<N extends keyof Replies>(name: N, body: unknown): { readonly body: v.InferOutput<Replies[N]> } | { readonly fault: string } {
  const checked = v.safeParse(replies[name] as v.GenericSchema, body);
  if (checked.success) return { body: checked.output as v.InferOutput<Replies[N]> };
  const [issue] = checked.issues;
  return { fault: `reply of ${name}: ${v.getDotPath(issue) ?? ""} ${issue.message}` };
}
