import { say } from "../phrase.ts";
import { none, type Meanings, type Said } from "./owner-said.ts";
import { fieldOf, type Reading } from "./reading-parts.ts";
import type { Phrase } from "../values.ts";

/** Anybody may pay a request: the money is its owner's. */
const payees = ({ facts }: Said): Reading["roles"] => facts.payees.map((address) => ({ role: "payee" as const, address }));

function isOwnClaim({ facts, message }: Said): boolean {
  const { id } = facts.who(message.from);
  return facts.payees.length > 0 && facts.payees.every((payee) => id !== null && facts.who(payee).id === id);
}

const claimFor = ({ show, message }: Said): Phrase => say("sentence.claimFor", { actor: show.address(message.to) });

/** What the methods about money do: deposits, forwards and harvests, and the ways out. */
export const MONEY: Meanings<
  | "OpenDeposits"
  | "Deposit"
  | "StakeJunior"
  | "Forward"
  | "Harvest"
  | "Recall"
  | "Measure"
  | "Withdraw"
  | "Sweep"
  | "Redeem"
  | "CancelRedemption"
  | "Finalize"
  | "FinalizeSide"
  | "ClaimRedemption"
  | "ExitNow"
> = {
  OpenDeposits: (s) => {
    if (fieldOf<bigint>(s.call, "amount") === 0n)
      return { tier: 1, verb: "closeRoom", sentence: say("sentence.closeDeposits", { actor: s.show.address(s.message.to) }) };
    return {
      tier: 2,
      verb: "open",
      words: { amount: s.amount("amount"), until: s.show.epoch(fieldOf<number>(s.call, "until")) },
      after: say("wayBack.room"),
      reasons: [say("reason.room")],
    };
  },
  Deposit: (s) => ({ tier: 2, verb: "deposit", kind: "deposit", words: { amount: s.value }, after: say("wayBack.redeem"), reasons: [say("reason.deposit")] }),
  StakeJunior: (s) => ({ tier: 2, verb: "stake", kind: "deposit", words: { amount: s.value }, after: say("wayBack.junior"), reasons: [say("reason.deposit")] }),
  Forward: (s) => ({
    tier: 2,
    verb: "forward",
    words: { amount: s.amount("amount"), miner: s.shown("miner") },
    roles: [s.role("miner", "miner")],
    after: say("wayBack.forward"),
    reasons: [say("reason.forward")],
  }),
  Harvest: (s) => ({ tier: 1, verb: "harvest", words: { miner: s.shown("miner") }, roles: [s.role("miner", "miner")] }),
  Recall: (s) => ({ tier: 1, verb: "recall", words: { amount: s.amount("amount"), miner: s.shown("miner") }, roles: [s.role("miner", "miner")] }),
  Measure: (s) => ({ tier: 1, verb: "measure", words: { miner: s.shown("miner") }, roles: [s.role("miner", "miner")] }),
  Withdraw: (s) => {
    const field = s.call.fields.find((f) => f.label === "recipient");
    const recipient = field?.kind === "address" ? field.value : s.message.from;
    const foreign = recipient !== s.message.from && s.facts.who(recipient).own === null;
    const roles = [{ role: "recipient" as const, address: recipient }];
    const words = { to: s.show.address(recipient) };
    return foreign
      ? { tier: 2, verb: "withdraw", words, roles, after: none(), reasons: [say("reason.foreignPayee")] }
      : { tier: 1, verb: "withdraw", words, roles };
  },
  Sweep: () => ({ tier: 1, verb: "send" }),
  Redeem: (s) => ({
    tier: 2,
    verb: "redeem",
    kind: "redeem",
    words: { amount: s.amount("amount"), token: s.number("token") },
    now: say("wayBack.cancelRedemption"),
    after: say("wayBack.redeemed"),
    reasons: [say("reason.redeem")],
  }),
  CancelRedemption: () => ({ tier: 1, verb: "send" }),
  Finalize: () => ({ tier: 1, verb: "send" }),
  FinalizeSide: (s) => ({ tier: 1, verb: "send", words: { request: s.number("request") }, roles: payees(s) }),
  ClaimRedemption: (s) => ({ tier: 1, verb: "send", roles: payees(s), ...(isOwnClaim(s) ? {} : { sentence: claimFor(s) }) }),
  ExitNow: (s) => ({
    tier: 2,
    verb: "exit",
    words: { amount: s.amount("amount"), token: s.number("token"), least: s.amount("least") },
    after: say("wayBack.redeemed"),
    reasons: [say("reason.exit")],
    ...(fieldOf<bigint>(s.call, "least") === 0n ? { alarm: say("alarm.exitAnyPrice") } : {}),
  }),
};
