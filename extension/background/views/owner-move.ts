import type { OwnerStructs, Terms } from "../../../actor/abi/methods.generated.ts";
import { PROPOSAL_STATE } from "../../../actor/abi/policy.ts";
import { momentsOf, moveAhead } from "../../../actor/abi/rules/votes.ts";
import { readView, type OwnerReader } from "../../../actor/abi/views.ts";
import { epochOf, numberOf, say } from "../../../wallet/phrase.ts";
import type { Phrase } from "../../../wallet/values.ts";

/** A vote for other code that was won and is not over: nothing comes in, and while it waits the others leave without notice. */
export interface Move {
  proposal: bigint;
  /** First epoch at which it may be carried out, and from which notice and discount hold again. */
  ready: number;
  /** First epoch at which it may not be carried out any more. */
  closes: number;
  waits: boolean;
}

/** What votes have decided, and the proposals that may still be open. */
export interface Votes {
  governance: OwnerStructs["Governance"];
  open: readonly OwnerStructs["ProposalView"][];
}

export async function readVotes(reader: OwnerReader): Promise<Votes> {
  const governance = await readView(reader, "GetGovernance", {});
  return { governance, open: await Promise.all(governance.open.map((proposal) => readView(reader, "GetProposal", { proposal }))) };
}

export function moveOf({ open }: Votes, { voting }: Terms): Move | null {
  const won = moveAhead(open);
  if (won === null) return null;
  const { ready, closes } = momentsOf(won.proposal, voting);
  return { proposal: won.id, ready, closes, waits: won.state === PROPOSAL_STATE.WAITING };
}

export function alarmsOfMove(move: Move | null): Phrase[] {
  if (move === null) return [];
  const params = { proposal: numberOf(move.proposal), ready: epochOf(move.ready), closes: epochOf(move.closes) };
  return [say(move.waits ? "owner.moveWaits" : "owner.moveReady", params)];
}
