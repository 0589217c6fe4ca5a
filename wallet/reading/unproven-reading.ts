import type { Address } from "../../filecoin/address.ts";
import type { Message } from "../../filecoin/message.ts";
import type { MinerInfo as ToldMinerInfo } from "../../filecoin/rpc/state-json.ts";
import { RpcBadReply } from "../../filecoin/rpc/errors.ts";
import { actorId } from "../../filecoin/units.ts";
import { told, type Told } from "../fact.ts";
import { amountOf, say, textOf } from "../phrase.ts";
import type { ProofFailure } from "../proof/proof-failure.ts";
import type { Scope } from "../scope.ts";
import { knownRelease } from "../told/known-actor.ts";
import { orNull } from "../told/rpc-refusal.ts";
import type { Facts, MinerFacts, Who } from "./facts.ts";
import { addressesIn } from "./named-addresses.ts";
import { calledActor, callOf, meaningOf } from "./reading.ts";
import type { Presenter, Reading } from "./reading-parts.ts";

/**
 * What is shown of a message whose facts could not be proven: that, in the place of the sentence. What it would do if the node were right is told beside it, as
 * that node's word; nothing of the reading is taken from there but the names under which its bytes are shown.
 */

/** FIL alone is told by its own bytes. */
export function unprovenReading(message: Message, failure: ProofFailure, meant: Told<Reading>, show: Presenter): Reading {
  const { value } = meant;
  const base: Reading = { ...value, wayBack: null, alarm: null, tier: 1, reasons: [], about: null, blocked: null };
  const to = show.address(message.to);
  if (message.method === 0 && value.decodable)
    return { ...base, kind: "send", verb: "send", sentence: say("sentence.send", { amount: amountOf(message.value), to }) };
  const node = textOf(failure.host ?? meant.host);
  return {
    ...base,
    kind: "unproven",
    verb: "signAnyway",
    sentence: say("sentence.unproven", { method: textOf(String(message.method)), to, amount: amountOf(message.value) }),
    alarm: say("alarm.unproven", { node }),
    wayBack: { now: say("wayBack.lastMoment"), after: say("wayBack.unproven") },
    tier: 3,
    blocked: value.blocked,
  };
}

/** What a message would do if the node is right about who is who. */
export async function toldReading(scope: Scope, message: Message, show: Presenter): Promise<Told<Reading>> {
  const receiver = await scope.actors.at(message.to);
  const info = receiver.type === "storageminer" ? await toldMiner(scope, message.to) : null;
  const called = receiver.type === "storageminer" && info === null ? { type: "unknown" as const, builtin: null } : receiver;
  const fields = callOf(message, calledActor(called), () => null)?.fields ?? [];
  const known = new Map(
    await Promise.all([message.to, message.from, ...addressesIn(fields)].map(async (address) => [address.key, await toldWho(scope, address)] as const)),
  );
  const facts: Facts = {
    receiver: called,
    who: (address) => known.get(address.key) ?? nobody(scope, address),
    isFinal: () => true,
    minerAt: (address) => (info !== null && address.equals(message.to) ? info.value : null),
    codeOf: () => null,
    proposal: null,
    payees: [],
    transaction: null,
    now: scope.head.height,
  };
  return told(meaningOf(message, facts, show), scope.host, "notState");
}

/** Whose account it is, its bytes alone tell. */
const ownOf = (scope: Scope, address: Address): Address | null => scope.accounts.find((account) => account.equals(address)) ?? null;

const nobody = (scope: Scope, address: Address): Who => ({
  id: address.protocol === 0 ? actorId(address.id) : null,
  type: "none",
  builtin: null,
  code: null,
  release: null,
  own: ownOf(scope, address),
});

async function toldWho(scope: Scope, address: Address): Promise<Who> {
  const { id, type, builtin, code } = await scope.actors.at(address);
  const release = type === "owner" && code !== null ? knownRelease(code, scope.build) : null;
  return { id: id === null ? null : actorId(id.id), type, builtin, code, release, own: ownOf(scope, address) };
}

/** A miner as the node tells it at its head. */
export async function toldMiner(scope: Scope, miner: Address): Promise<Told<MinerFacts> | null> {
  const [info, actor] = await Promise.all([orNull(scope.node.stateMinerInfo(miner)), scope.actors.at(miner)]);
  return info === null ? null : told({ ...plainMiner(info, scope.node.node), balance: actor.balance ?? 0n }, scope.host, "notState");
}

/** Ids, as the miner's own state has them. Throws RpcBadReply for a node that names anybody otherwise. */
function plainMiner(info: ToldMinerInfo, node: string): Omit<MinerFacts, "balance"> {
  const id = (address: Address): MinerFacts["owner"] => {
    if (address.protocol !== 0) throw new RpcBadReply("StateMinerInfo", node, `expected f0 addresses; got ${address.toString()}`);
    return actorId(address.id);
  };
  const term = info.beneficiaryTerm;
  const pending = info.pendingBeneficiaryTerm;
  return {
    owner: id(info.owner),
    pendingOwner: info.pendingOwner === null ? null : id(info.pendingOwner),
    worker: id(info.worker),
    pendingWorker: info.newWorker === null ? null : { newWorker: id(info.newWorker), effectiveAt: info.workerChangeEpoch },
    control: info.controlAddresses.map(id),
    beneficiary: id(info.beneficiary),
    beneficiaryTerm: { quota: term?.quota ?? 0n, usedQuota: term?.usedQuota ?? 0n, expiration: BigInt(term?.expiration ?? 0) },
    pendingBeneficiary:
      pending === null
        ? null
        : {
            newBeneficiary: id(pending.newBeneficiary),
            newQuota: pending.newQuota,
            newExpiration: BigInt(pending.newExpiration),
            approvedByBeneficiary: pending.approvedByBeneficiary,
            approvedByNominee: pending.approvedByNominee,
          },
  };
}
