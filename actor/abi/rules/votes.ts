/** How proposals stand and when, and who may take part. Amounts are attoFIL, times epochs. */
import type { OwnerStructs } from "../methods.generated.ts";
import { ACTION, CLASS, FULL_BPS, PROPOSAL_STATE } from "../policy.ts";
import type { ClassBook } from "./class-book.ts";

type Proposal = OwnerStructs["Proposal"];
type VotingTerms = OwnerStructs["VotingTerms"];

/** Takes the miners to other code: its votes freeze, juniors may stop it, and it needs more of them. */
export const isHeavy = ({ kind }: { readonly kind: number }): boolean => kind === ACTION.ALLOW_CODE || kind === ACTION.MIGRATE;

/** The epochs of a proposal. */
export interface Moments {
  /** first at which nobody may vote any more */
  readonly ends: number;
  /** first at which it may be carried out if it has passed; a refusal waits for nothing, since it changes nothing */
  readonly ready: number;
  /** first at which it may not be carried out any more */
  readonly closes: number;
}

export function momentsOf(proposal: Pick<Proposal, "epoch" | "action">, { period, delay, grace }: VotingTerms): Moments {
  const ends = proposal.epoch + period;
  const ready = proposal.action.kind === ACTION.REFUSE_OPERATOR ? ends : ends + delay;
  return { ends, ready, closes: ends + delay + grace };
}

/** part / whole ≥ bps / 10,000 */
const reaches = (part: bigint, whole: bigint, bps: number): boolean => part * BigInt(FULL_BPS) >= whole * BigInt(bps);

/** Has a proposal the votes that it needs, if nobody votes any more? */
export function hasPassed(p: Proposal, voting: VotingTerms): boolean {
  if (!reaches(p.yes, p.yes + p.no, voting.approvalBps) || !reaches(p.yes, p.senior + p.junior, voting.quorumBps)) return false;
  if (!isHeavy(p.action)) return true;
  const doSeniorsVote = p.voters === CLASS.SENIOR;
  const all = doSeniorsVote ? p.senior : p.junior;
  if (p.yes * 3n < all * 2n || p.no * 5n >= all) return false;
  return !doSeniorsVote || p.vetoes * 2n <= p.junior;
}

/** The state of a proposal at an epoch, by PROPOSAL_STATE. */
export function stateOf(p: Proposal, voting: VotingTerms, epoch: number): number {
  if (p.status !== 0) return p.status;
  const { ends, ready, closes } = momentsOf(p, voting);
  if (epoch < ends) return PROPOSAL_STATE.VOTING;
  if (!hasPassed(p, voting)) return PROPOSAL_STATE.FAILED;
  if (epoch < ready) return PROPOSAL_STATE.WAITING;
  return epoch < closes ? PROPOSAL_STATE.READY : PROPOSAL_STATE.EXPIRED;
}

/** May a proposal in this state still be voted on, or carried out? */
export const isOpen = (state: number): boolean => state === PROPOSAL_STATE.VOTING || state === PROPOSAL_STATE.WAITING || state === PROPOSAL_STATE.READY;

interface Standing {
  readonly state: number;
  readonly proposal: Pick<Proposal, "action">;
}

/** A vote for other code that was won and is not over, of those that may still be open: until then nothing comes in, and nothing goes to miners. */
export const moveAhead = <S extends Standing>(proposals: readonly S[]): S | null =>
  proposals.find(({ state, proposal }) => (state === PROPOSAL_STATE.WAITING || state === PROPOSAL_STATE.READY) && isHeavy(proposal.action)) ?? null;

/** May who stays out of other code that was voted for leave without notice and discount? While one waits. */
export const areExitsFree = (proposals: readonly Standing[]): boolean =>
  proposals.some(({ state, proposal }) => state === PROPOSAL_STATE.WAITING && isHeavy(proposal.action));

/** The class that votes, by CLASS: the seniors, or the juniors while no senior has principal. */
export const votersOf = ({ senior }: { readonly senior: Pick<ClassBook, "principal"> }): number => (senior.principal === 0n ? CLASS.JUNIOR : CLASS.SENIOR);

/** First epoch at which what is proposed may be voted on by a position of this age; it may propose from then on itself. */
export const oldEnoughFrom = ({ since }: { readonly since: number }, { delay }: Pick<VotingTerms, "delay">): number => since + delay;
