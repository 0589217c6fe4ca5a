import { Address } from "../../../filecoin/address.ts";
import type { MinerInfo } from "../../../filecoin/rpc/state-json.ts";
import type { MinerView } from "../../shared/miner-views.ts";
import { minerFacts, ownAmong, whoMay, type MinerDeed } from "../../../wallet/acts/who-may.ts";
import { bytesText } from "./bytes-text.ts";
import { amountOf, epochOf, say, textOf } from "../../../wallet/phrase.ts";
import type { Phrase } from "../../../wallet/values.ts";
import { readMoney, requireMiner, type MinerMoney } from "../../../wallet/told/miner-money.ts";
import { accountWithId, type Scope } from "../../../wallet/scope.ts";

/** Everything the miner's page shows. Throws Refusal. */
export async function readMiner(scope: Scope, miner: Address): Promise<MinerView> {
  await requireMiner(scope, miner);
  const { node } = scope;
  const info = await node.stateMinerInfo(miner);
  const [money, power, sectors, deadline] = await Promise.all([
    readMoney(scope, miner),
    node.stateMinerPower(miner),
    node.stateMinerSectorCount(miner),
    node.stateMinerProvingDeadline(miner),
  ]);
  const forms = (address: Address): ReturnType<Scope["actors"]["forms"]> => scope.actors.forms(address);
  const [owner, worker, beneficiary, ownerCode, ownedBy] = await Promise.all([
    forms(info.owner),
    forms(info.worker),
    forms(info.beneficiary),
    scope.actors.identity(info.owner),
    accountWithId(scope, info.owner),
  ]);
  const senders = await sendersOf(scope, miner);
  const may = (deed: MinerDeed): boolean => senders[deed].length > 0;
  const term = info.beneficiaryTerm;
  const beneficiaryIsOwner = info.beneficiary.equals(info.owner);
  const left = term === null ? 0n : term.quota - term.usedQuota;
  const pending = info.pendingBeneficiaryTerm;
  return {
    address: miner.toString(scope.actors.prefix),
    forms: await forms(miner),
    label: scope.labelOf(miner),
    watched: scope.watched.miners.some((watched) => watched.equals(miner)),
    epoch: scope.head.height,
    readAt: scope.now(),
    source: scope.actors.source,
    owner,
    ownerCode,
    ownedBy: ownedBy?.toString(scope.actors.prefix) ?? null,
    pendingOwner: info.pendingOwner === null ? null : await forms(info.pendingOwner),
    pendingOwnerOurs: info.pendingOwner !== null && ((await accountWithId(scope, info.pendingOwner)) !== null || ownedBy !== null),
    worker,
    pendingWorker:
      info.newWorker === null
        ? null
        : { worker: await forms(info.newWorker), effective: info.workerChangeEpoch, ready: scope.head.height >= info.workerChangeEpoch },
    controls: await Promise.all(info.controlAddresses.map(forms)),
    beneficiary,
    beneficiaryIsOwner,
    term:
      term === null
        ? null
        : {
            quota: term.quota.toString(),
            used: term.usedQuota.toString(),
            left: (left < 0n ? 0n : left).toString(),
            expiration: term.expiration,
            expiresAt: beneficiaryIsOwner ? null : Math.max(0, scope.timeOf(term.expiration)),
          },
    pendingBeneficiary:
      pending === null
        ? null
        : {
            beneficiary: await forms(pending.newBeneficiary),
            quota: pending.newQuota.toString(),
            expiration: pending.newExpiration,
            approvedByBeneficiary: pending.approvedByBeneficiary,
            approvedByNominee: pending.approvedByNominee,
          },
    balance: money.balance.toString(),
    available: money.available.toString(),
    vesting: money.vesting.toString(),
    pledge: money.pledge.toString(),
    preCommit: money.preCommit.toString(),
    feeDebt: money.debt.toString(),
    withdrawal: { ...predictWithdrawal(scope.head.height, info, money), payee: beneficiary },
    power: {
      raw: bytesText(power.minerPower.rawBytePower),
      adjusted: bytesText(power.minerPower.qualityAdjPower),
      sectorSize: bytesText(BigInt(info.sectorSize)),
      hasMinimum: power.hasMinPower,
    },
    sectors: { live: sectors.live, active: sectors.active, faulty: sectors.faulty },
    deadline: {
      index: deadline.index,
      of: deadline.periodDeadlines,
      opensAt: Math.max(0, scope.timeOf(deadline.open)),
      closesAt: Math.max(0, scope.timeOf(deadline.close)),
    },
    peerId: info.peerId,
    vestingTable: money.entries.map((entry) => ({ epoch: entry.epoch, time: Math.max(0, scope.timeOf(entry.epoch)), atto: entry.amount.toString() })),
    senders: Object.fromEntries(DEEDS.map((deed) => [deed, senders[deed].map((account) => account.toString(scope.network.prefix))])) as MinerView["senders"],
    actions: {
      withdraw: may("withdraw"),
      worker: may("changeWorker"),
      controls: may("changeWorker"),
      owner: may("proposeOwner"),
      stop: may("stopProposal") && info.pendingOwner !== null,
      confirmOwner: may("confirmOwner"),
      beneficiary: may("changeBeneficiary"),
      returnBeneficiary: may("returnBeneficiary") && !beneficiaryIsOwner,
      confirmBeneficiary: may("confirmBeneficiary"),
      repay: money.debt > 0n && may("repayDebt"),
      takeOver: may("proposeOwner"),
    },
    alarms: alarmsOf(info, money, sectors.faulty, scope),
  };
}

const DEEDS: readonly MinerDeed[] = [
  "withdraw",
  "changeWorker",
  "confirmWorker",
  "proposeOwner",
  "stopProposal",
  "confirmOwner",
  "changeBeneficiary",
  "returnBeneficiary",
  "confirmBeneficiary",
  "repayDebt",
];

async function sendersOf(scope: Scope, miner: Address): Promise<Record<MinerDeed, Address[]>> {
  const facts = await minerFacts(scope, miner);
  const each = await Promise.all(DEEDS.map(async (deed) => [deed, await ownAmong(scope, whoMay(deed, facts))] as const));
  return Object.fromEntries(each) as Record<MinerDeed, Address[]>;
}

/** What WithdrawBalance of everything would pay (the miner's own rule, in its order). */
export function predictWithdrawal(
  head: number,
  info: Pick<MinerInfo, "owner" | "beneficiary" | "beneficiaryTerm">,
  money: Pick<MinerMoney, "available" | "debt">,
): { amount: string; why: Phrase | null; blocked: Phrase | null } {
  const none = (blocked: Phrase): { amount: string; why: null; blocked: Phrase } => ({ amount: "0", why: null, blocked });
  const term = info.beneficiaryTerm;
  if (!info.beneficiary.equals(info.owner) && term !== null) {
    const left = term.quota - term.usedQuota;
    if (term.expiration <= head) return none(say("withdraw.termOver", { epoch: epochOf(term.expiration) }));
    if (left <= 0n) return none(say("withdraw.quotaUsed", { used: amountOf(term.usedQuota), quota: amountOf(term.quota) }));
    if (left < money.available) return { amount: left.toString(), why: say("withdraw.quotaLeft", { left: amountOf(left) }), blocked: null };
  }
  if (money.available === 0n && money.debt > 0n) return none(say("withdraw.debt", { debt: amountOf(money.debt) }));
  return { amount: money.available.toString(), why: null, blocked: null };
}

function alarmsOf(info: MinerInfo, money: MinerMoney, faulty: number, scope: Scope): Phrase[] {
  const alarms: Phrase[] = [];
  if (info.pendingOwner !== null) alarms.push(say("miner.ownerProposed", { owner: textOf(info.pendingOwner.toString(scope.actors.prefix)) }));
  if (info.pendingBeneficiaryTerm !== null)
    alarms.push(
      say("miner.beneficiaryProposed", { quota: amountOf(info.pendingBeneficiaryTerm.newQuota), epoch: epochOf(info.pendingBeneficiaryTerm.newExpiration) }),
    );
  if (money.debt > 0n) alarms.push(say("miner.inDebt", { debt: amountOf(money.debt) }));
  if (faulty > 0) alarms.push(say("miner.faulty", { n: { kind: "number", value: faulty } }));
  return alarms;
}
