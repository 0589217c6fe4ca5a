import { bpsOf, say } from "../phrase.ts";
import { none, type Meanings } from "./owner-said.ts";
import { fieldOf } from "./reading-parts.ts";

/** What the operator's own methods do, and those that no account may call. */
export const OPERATOR: Meanings<
  "ProposeOperator" | "AcceptOperator" | "ConvertJunior" | "Heartbeat" | "SetLeaving" | "LowerFees" | "Constructor" | "Inherit" | "Receive"
> = {
  ProposeOperator: (s) => ({
    tier: 3,
    verb: "propose",
    words: { operator: s.shown("operator") },
    roles: [s.role("operator", "operator")],
    now: say("wayBack.nominee"),
    after: say("wayBack.anotherVote"),
    reasons: [say("reason.operator")],
  }),
  AcceptOperator: () => ({ tier: 3, verb: "accept", after: say("wayBack.successor"), reasons: [say("reason.accept")] }),
  ConvertJunior: (s) => ({ tier: 1, verb: "send", words: { token: s.number("token") } }),
  Heartbeat: () => ({ tier: 1, verb: "send" }),
  SetLeaving: () => ({ tier: 3, verb: "leave", after: none(), reasons: [say("reason.leaving")] }),
  LowerFees: (s) => ({
    tier: 2,
    verb: "lower",
    words: { fee: s.number("fee"), bps: bpsOf(Number(fieldOf<bigint>(s.call, "bps"))) },
    after: none(),
    reasons: [say("reason.lowerFees")],
  }),
  Constructor: () => ({ tier: 3, verb: "signAnyway", after: none(), reasons: [say("reason.actorsOnly")] }),
  Inherit: (s) => ({ tier: 3, verb: "signAnyway", words: { amount: s.value }, after: none(), reasons: [say("reason.actorsOnly")] }),
  Receive: () => ({ tier: 2, verb: "signAnyway", after: none(), reasons: [say("reason.actorsOnly")] }),
};
