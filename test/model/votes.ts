/** The outcome of a vote, counted anew from the ballots with fractions; knows nothing of the actor's running sums. */

export interface Ballot {
  readonly side: "senior" | "junior";
  readonly principal: bigint;
  readonly choice: "for" | "against" | "abstain";
}

export interface Election {
  /** Principal of the classes when it was proposed, requests included. */
  readonly senior: bigint;
  readonly junior: bigint;
  /** AllowCode or Migrate. */
  readonly heavy: boolean;
  readonly quorumBps: bigint;
  readonly approvalBps: bigint;
  readonly ballots: readonly Ballot[];
}

/** part / whole as compared with a / b; nothing is never less than a part of nothing. */
const atLeast = (part: bigint, whole: bigint, a: bigint, b: bigint): boolean => b * part - a * whole >= 0n;

/** True if the election carries its action. */
export function carries(e: Election): boolean {
  const voting = e.senior > 0n ? "senior" : "junior";
  const cast = (side: Ballot["side"], choice: Ballot["choice"]): bigint =>
    e.ballots.reduce((sum, b) => (b.side === side && b.choice === choice ? sum + b.principal : sum), 0n);
  const yes = cast(voting, "for");
  const no = cast(voting, "against");
  if (!atLeast(yes, yes + no, e.approvalBps, 10_000n)) return false;
  if (!atLeast(yes, e.senior + e.junior, e.quorumBps, 10_000n)) return false;
  if (!e.heavy) return true;
  const all = voting === "senior" ? e.senior : e.junior;
  if (!atLeast(yes, all, 2n, 3n) || atLeast(no, all, 1n, 5n)) return false;
  return voting === "junior" || atLeast(e.junior, cast("junior", "against"), 2n, 1n);
}
