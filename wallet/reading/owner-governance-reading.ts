import { decodeParams } from "../../actor/abi/codec.ts";
import { say, textOf } from "../phrase.ts";
import type { Phrase } from "../values.ts";
import { actionWords, isHeavy } from "./action-words.ts";
import { none, type Meaning, type Meanings, type Said } from "./owner-said.ts";
import { fieldOf } from "./reading-parts.ts";

/** What the methods about votes do. */
export const GOVERNANCE: Meanings<"Propose" | "Vote" | "Execute" | "CancelProposal"> = {
  Propose: proposal,
  Vote: (s) => {
    const choice = Number(fieldOf<bigint>(s.call, "choice"));
    const [actor, number] = [s.show.address(s.message.to), s.number("proposal")];
    const code = choice === 1 ? "sentence.voteFor" : choice === 0 ? "sentence.voteAgainst" : "sentence.voteAbstain";
    return {
      verb: "vote",
      words: { proposal: number },
      after: none(),
      ...byNumber(s, choice === 1, [say("reason.vote")]),
      ...(choice > 2 ? {} : { sentence: say(code, { actor, proposal: number, tokens: s.tokens() }) }),
    };
  },
  Execute: (s) => ({
    verb: "execute",
    words: { proposal: s.number("proposal") },
    after: say("wayBack.anotherVote"),
    ...byNumber(s, true, [say("reason.execute")]),
  }),
  CancelProposal: (s) => ({
    verb: "send",
    words: { proposal: s.number("proposal") },
    after: none(),
    ...byNumber(s, false, [say("reason.cancelProposal")]),
  }),
};

/**
 * The actor takes the number of a proposal and nothing of what it says: a reorganisation that gives the number to another proposal would turn the
 * vote with it. So what the number stands for is shown, and must be there for good. `moves`: the call can bring about what the proposal says.
 */
function byNumber({ facts, show, number }: Said, moves: boolean, reasons: Phrase[]): Pick<Meaning, "tier" | "about" | "blocked" | "reasons"> {
  const params = { proposal: number("proposal") };
  if (facts.proposal === null) return { tier: 2, about: say("check.proposalUnknown", params), blocked: say("blocked.noProposal", params), reasons };
  const { action, final } = facts.proposal;
  const { key, params: words } = actionWords(action, show.address);
  const heavy = moves && isHeavy(action);
  return {
    tier: heavy ? 3 : 2,
    about: say(`action.${key}`, words),
    blocked: final ? null : say("blocked.proposalNotFinal", params),
    reasons: heavy ? [...reasons, say("reason.heavyProposal")] : reasons,
  };
}

/** An action put to the vote. What moves miners and money to other code, or to another operator, asks for all care there is. */
function proposal(s: Said): Meaning {
  const { action } = decodeParams("Propose", s.message.params);
  // What was shown field by field has fields of another kind as well: the actor refuses it.
  const whole = s.call.fields.some(({ label, kind }) => label === "action" && kind === "text");
  const { key, params } = whole ? actionWords(action, s.show.address) : { key: "strange" as const, params: {} };
  const base = {
    verb: "propose",
    sentence: say(`sentence.propose.${key}`, { actor: s.show.address(s.message.to), token: s.number("token"), ...params }),
    now: say("wayBack.lastMoment"),
    after: say("wayBack.proposal"),
  };
  const named = action.actor;
  switch (key) {
    case "migrate":
      return {
        ...base,
        tier: 3,
        ...(named === null ? {} : { roles: [{ role: "newOwner", address: named }] }),
        reasons: [say("reason.migrate"), say("reason.otherCode")],
      };
    case "allowCode": {
      const code = action.code?.toString() ?? "";
      const known = action.code === null ? null : s.facts.codeOf(action.code);
      const release = known?.kind === "owner" ? known.release : null;
      return {
        ...base,
        tier: 3,
        reasons: [say("reason.allowCode"), release === null ? say("reason.otherCode") : say("reason.releaseCode", { release: textOf(release) })],
        ...(release === null ? { alarm: say("alarm.unknownCode", { code: textOf(code) }) } : {}),
      };
    }
    case "replace":
      return { ...base, tier: 3, ...(named === null ? {} : { roles: [{ role: "operator", address: named }] }), reasons: [say("reason.operator")] };
    case "refuse":
      return { ...base, tier: 2, after: say("wayBack.refusal"), reasons: [say("reason.propose")] };
    case "strange":
      return { ...base, tier: 3, verb: "signAnyway", kind: "raw", alarm: say("alarm.proposalStrange"), reasons: [say("reason.unknown")] };
    default:
      return { ...base, tier: 2, reasons: [say("reason.propose")] };
  }
}
