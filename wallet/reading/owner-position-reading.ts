import { say, textOf } from "../phrase.ts";
import { none, type Meanings } from "./owner-said.ts";

/** What the methods about positions do, and what an account has signed for somebody else to bring in. */
export const POSITIONS: Meanings<
  | "Transfer"
  | "TransferFrom"
  | "Approve"
  | "ApproveForAll"
  | "RevokeApproval"
  | "RevokeApprovalForAll"
  | "Burn"
  | "BurnFrom"
  | "Split"
  | "Merge"
  | "ExecuteWithAuth"
  | "AdvanceNonce"
> = {
  Transfer: (s) => ({
    tier: 2,
    verb: "transfer",
    words: { to: s.shown("to"), tokens: s.tokens() },
    roles: [s.role("recipient", "to")],
    after: say("wayBack.transfer"),
    reasons: [say("reason.transfer")],
  }),
  TransferFrom: (s) => ({
    tier: 2,
    verb: "transfer",
    words: { from: s.shown("from"), to: s.shown("to"), tokens: s.tokens() },
    roles: [s.role("recipient", "to")],
    after: say("wayBack.transfer"),
    reasons: [say("reason.transferFrom", { from: s.shown("from") })],
  }),
  Approve: (s) => ({
    tier: 2,
    verb: "allow",
    words: { operator: s.shown("operator"), tokens: s.tokens() },
    roles: [s.role("approved", "operator")],
    after: say("wayBack.revoke"),
    reasons: [say("reason.approve")],
  }),
  ApproveForAll: (s) => ({
    tier: 3,
    verb: "allow",
    words: { operator: s.shown("operator") },
    roles: [s.role("approved", "operator")],
    after: say("wayBack.revoke"),
    alarm: say("alarm.allPositions", { operator: s.shown("operator") }),
    reasons: [say("reason.unlimited"), say("reason.approve")],
  }),
  RevokeApproval: (s) => ({ tier: 1, verb: "revoke", words: { operator: s.shown("operator"), tokens: s.tokens() } }),
  RevokeApprovalForAll: (s) => ({ tier: 1, verb: "revoke", words: { operator: s.shown("operator") } }),
  Burn: (s) => ({ tier: 2, verb: "burn", words: { tokens: s.tokens() }, after: none(), reasons: [say("reason.burn")] }),
  BurnFrom: (s) => ({ tier: 2, verb: "burn", words: { from: s.shown("from"), tokens: s.tokens() }, after: none(), reasons: [say("reason.burn")] }),
  Split: (s) => ({ tier: 1, verb: "split", words: { amount: s.amount("amount"), token: s.number("token") } }),
  Merge: (s) => ({ tier: 1, verb: "merge", words: { tokens: s.tokens() } }),
  ExecuteWithAuth: (s) => {
    const what = s.call.fields.find((f) => f.label === "method");
    // A call that cannot be read, which the actor refuses.
    if (what?.kind !== "text")
      return {
        tier: 3,
        verb: "signAnyway",
        kind: "raw",
        sentence: say("sentence.relayStrange", { actor: s.show.address(s.message.to) }),
        alarm: say("alarm.relayStrange"),
        after: none(),
        reasons: [say("reason.unknown")],
      };
    return {
      tier: 2,
      verb: "send",
      words: { account: s.shown("account"), method: textOf(what.value), fee: s.amount("fee") },
      after: none(),
      reasons: [say("reason.relay")],
    };
  },
  AdvanceNonce: (s) => ({ tier: 2, verb: "send", words: { nonce: s.number("nonce") }, after: none(), reasons: [say("reason.nonce")] }),
};
