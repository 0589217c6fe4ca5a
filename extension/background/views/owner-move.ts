import type { Terms } from "../../../actor/abi/methods.generated.ts";
import { readView, type OwnerReader } from "../../../actor/abi/views.ts";
import { epochOf, numberOf, say } from "../../../wallet/phrase.ts";
import { isHeavy } from "../../../wallet/reading/action-words.ts";
import type { Phrase } from "../../../wallet/values.ts";

/** States of a proposal that has passed. */
const [WAITING, READY] = [2, 3];

/** A vote for other code that was won and is not over: nothing comes in, and while it waits the others leave without notice. */
export interface Move {
  proposal: bigint;
  /** First epoch at which it may be carried out, and from which notice and discount hold again. */
  ready: number;
  /** First epoch at which it may not be carried out any more. */
  closes: number;
  waits: boolean;
}

export async function moveAhead(reader: OwnerReader, { voting }: Terms): Promise<Move | null> {
  const { open } = await readView(reader, "GetGovernance", {});
  const views = await Promise.all(open.map((proposal) => readView(reader, "GetProposal", { proposal })));
  const won = views.find(({ state, proposal }) => (state === WAITING || state === READY) && isHeavy(proposal.action));
  if (won === undefined) return null;
  const ready = won.proposal.epoch + voting.period + voting.delay;
  return { proposal: won.id, ready, closes: ready + voting.grace, waits: won.state === WAITING };
}

export function alarmsOfMove(move: Move | null): Phrase[] {
  if (move === null) return [];
  const params = { proposal: numberOf(move.proposal), ready: epochOf(move.ready), closes: epochOf(move.closes) };
  return [say(move.waits ? "owner.moveWaits" : "owner.moveReady", params)];
}
