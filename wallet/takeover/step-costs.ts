import type { StepCost, TakeoverStep } from "./step.ts";
import { bareMessage, draftOf, type Act } from "../draft.ts";
import { dryRun } from "../prediction/dry-run.ts";
import { baseFeeOf } from "../node-set.ts";
import type { Scope } from "../scope.ts";
import { feeAt, prepaidFee, suggestedGasLimit } from "../../filecoin/gas/fee.ts";
import { feeFor } from "../price/fee.ts";
import { leadingAttempt, paidFee, type Slot } from "../slots/slot.ts";
import { slotThatDid, type StepSubject } from "./step-slots.ts";
import { actOf, createActor, installCode } from "./takeover-acts.ts";
import type { TakeoverDraft } from "./takeover-draft.ts";
import type { TakeoverFacts } from "./takeover-facts.ts";
import { isUnread } from "../if-read.ts";

/** What each step of a take-over cost, and what the next one may cost, attoFIL. */

type Cost = StepCost;

export interface StepCosts {
  of: Map<TakeoverStep, Cost>;
  /** what was paid and the ceiling of the present step together */
  atMost: bigint;
}

const STEPS: readonly TakeoverStep[] = ["install", "create", "approve", "propose", "take", "worker"];
/** A step's gas changes little: asked again after this. */
const GAS_MS = 5 * 60_000;

export async function subjectOf(scope: Scope, facts: TakeoverFacts): Promise<StepSubject> {
  const { actor } = facts;
  return {
    account: facts.account,
    miner: { id: facts.minerId, asked: facts.miner },
    actor: actor === null ? null : { id: actor.id, address: (await scope.actors.robust(actor.address)) ?? actor.address },
  };
}

/** `estimate`: the present step's message can be run now, so it is worth asking the node for its gas. */
export async function stepCosts(
  scope: Scope,
  step: TakeoverStep,
  facts: TakeoverFacts,
  draft: TakeoverDraft,
  known: { slots: readonly Slot[]; subject: StepSubject; underWay: Slot | null; estimate: boolean },
): Promise<StepCosts> {
  const of: StepCosts["of"] = new Map();
  let atMost = 0n;
  for (const each of STEPS) {
    if (each === step) continue;
    const slot = slotThatDid(each, known.slots, known.subject);
    const paid = slot === null ? null : paidFee(leadingAttempt(slot));
    if (paid === null) continue;
    of.set(each, { kind: "paid", atto: paid.toString() });
    atMost += paid;
  }
  if (known.underWay !== null) {
    const { gasLimit, gasFeeCap } = leadingAttempt(known.underWay);
    const ceiling = prepaidFee({ gasLimit, gasFeeCap: BigInt(gasFeeCap) });
    of.set(step, { kind: "atMost", atto: ceiling.toString() });
    return { of, atMost: atMost + ceiling };
  }
  const next = known.estimate ? await estimate(scope, step, facts, draft) : null;
  if (next !== null) of.set(step, { kind: "estimate", atto: next.expected.toString() });
  return { of, atMost: atMost + (next?.ceiling ?? 0n) };
}

async function actFor(scope: Scope, step: TakeoverStep, facts: TakeoverFacts, draft: TakeoverDraft): Promise<Act | null> {
  switch (step) {
    case "install":
      return installCode(scope);
    case "create":
      return createActor(scope, draft, facts.account);
    case "approve":
    case "propose":
    case "take":
    case "worker":
      return actOf(scope, step, facts);
    default:
      return null;
  }
}

/** Fee at the present base fee; null for what cannot be run yet. Costs are a help: no failure of theirs stops the page. */
async function estimate(scope: Scope, step: TakeoverStep, facts: TakeoverFacts, draft: TakeoverDraft): Promise<{ expected: bigint; ceiling: bigint } | null> {
  try {
    const act = await actFor(scope, step, facts, draft);
    if (act === null) return null;
    const message = bareMessage(draftOf(scope.network, facts.account, act));
    const key = `${scope.network.genesis} ${facts.account.key} ${facts.minerId} ${step}`;
    const kept = scope.memory.stepGas.get(key);
    const gas =
      kept !== undefined && scope.now() - kept.at < GAS_MS ? kept.gas : await dryRun(scope, message).then((run) => (run.exitCode === 0 ? run.gasUsed : null));
    if (gas === null) return null;
    if (gas !== kept?.gas) scope.memory.stepGas.set(key, { gas, at: scope.now() });
    const baseFee = baseFeeOf(scope.head);
    const fee = feeFor({ estimate: { gasLimit: suggestedGasLimit(gas), premium: 0n }, dryRunGas: gas, baseFee, speed: "usual", budget: null });
    return { expected: feeAt(fee, gas, baseFee), ceiling: prepaidFee(fee) };
  } catch (error) {
    if (isUnread(error)) return null;
    throw error;
  }
}
