import type { Message } from "../../filecoin/message.ts";
import { say, textOf } from "../phrase.ts";
import type { Facts } from "./facts.ts";
import { CUSTODY } from "./owner-custody-reading.ts";
import { GOVERNANCE } from "./owner-governance-reading.ts";
import { MONEY } from "./owner-money-reading.ts";
import { OPERATOR } from "./owner-operator-reading.ts";
import { POSITIONS } from "./owner-position-reading.ts";
import { sayingOf, type ChangingMethod, type Meanings } from "./owner-said.ts";
import type { Call, Part, Presenter } from "./reading-parts.ts";

/** What each method of the owner actor does, in one sentence, with the care it asks for and what undoes it. */

const MEANINGS: Meanings<ChangingMethod> = { ...CUSTODY, ...MONEY, ...POSITIONS, ...GOVERNANCE, ...OPERATOR };

const isChanging = (name: string): name is ChangingMethod => Object.hasOwn(MEANINGS, name);

export function ownerPart(message: Message, call: Call, facts: Facts, show: Presenter): Part {
  const actor = show.address(message.to);
  const { name } = call;
  // What only reads changes nothing as a message either; it costs its gas.
  if (!isChanging(name)) return { kind: "ownerCall", verb: "send", tier: 1, sentence: say("sentence.ownerView", { method: textOf(name), actor }) };
  const { tier, verb, words, roles, now, after, reasons, kind, sentence, alarm, about, blocked } = MEANINGS[name](sayingOf(message, call, facts, show));
  return {
    kind: kind ?? "ownerCall",
    verb,
    tier,
    roles: roles ?? [],
    sentence: sentence ?? say(`sentence.owner.${name}`, { actor, ...words }),
    wayBack: after === undefined ? null : { now: now ?? say("wayBack.lastMoment"), after },
    reasons: reasons ?? [],
    alarm: alarm ?? null,
    about: about ?? null,
    blocked: blocked ?? null,
  };
}
