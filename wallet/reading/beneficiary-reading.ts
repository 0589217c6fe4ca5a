import { EPOCHS_PER_YEAR } from "../../filecoin/epochs.ts";
import type { Address } from "../../filecoin/address.ts";
import type { ActorId } from "../../filecoin/units.ts";
import { amountOf, say } from "../phrase.ts";
import type { Phrase } from "../values.ts";
import type { MinerFacts } from "./facts.ts";
import type { MinerCall } from "./miner-call.ts";
import { idAddress } from "./named-addresses.ts";
import { addressField, fieldOf, type Part } from "./reading-parts.ts";

/**
 * ChangeBeneficiary: the owner proposes, the nominee and the present beneficiary agree with the same call; one whose quota is used up or over need not be
 * asked (FIP-0029). What an agreement means depends on who gives it: the nominee becomes the beneficiary, the present one gives his right away.
 */

interface Terms {
  readonly to: Address;
  readonly id: ActorId | null;
  readonly quota: bigint;
  readonly expiration: number;
}

export function beneficiaryChange(change: MinerCall): Part {
  const { call, facts, miner, message } = change;
  const to = addressField(call, "newBeneficiary");
  const terms: Terms = { to, id: facts.who(to).id, quota: fieldOf<bigint>(call, "newQuota"), expiration: fieldOf<number>(call, "newExpiration") };
  const sender = facts.who(message.from);
  const isAgreement = sender.id !== null && sender.id !== miner.owner && isPending(miner.pendingBeneficiary, terms);
  if (isAgreement && sender.id === terms.id && sender.own !== null) return nomination(change, terms);
  if (isAgreement && sender.id === miner.beneficiary && sender.own !== null) return resignation(change, terms);
  return terms.id !== null && terms.id === miner.owner ? handBack(change, terms) : offer(change, terms);
}

const isPending = (pending: MinerFacts["pendingBeneficiary"], { id, quota, expiration }: Terms): boolean =>
  pending !== null && pending.newBeneficiary === id && pending.newQuota === quota && pending.newExpiration === BigInt(expiration);

/** attoFIL that a term still allows at an epoch. */
const leftOf = ({ expiration, quota, usedQuota }: MinerFacts["beneficiaryTerm"], now: number): bigint =>
  expiration > BigInt(now) && quota > usedQuota ? quota - usedQuota : 0n;

function part(change: MinerCall, { to }: Terms, sentence: Phrase, more: Partial<Part> = {}): Part {
  return {
    kind: "minerBeneficiary",
    verb: "change",
    tier: 3,
    roles: [...change.roles, { role: "beneficiary", address: to }],
    sentence,
    reasons: [say("reason.beneficiary"), ...stillAsked(change)],
    ...more,
  };
}

/** The present beneficiary has a say while he could take something. */
function stillAsked({ miner, facts, show }: MinerCall): Phrase[] {
  if (miner.beneficiary === miner.owner || leftOf(miner.beneficiaryTerm, facts.now) === 0n) return [];
  return [say("reason.beneficiaryAsked", { beneficiary: show.address(idAddress(miner.beneficiary)) })];
}

const shownTerms = ({ show, message }: MinerCall, { to, quota, expiration }: Terms): Parameters<typeof say>[1] => ({
  to: show.address(to),
  amount: amountOf(quota),
  until: show.epoch(expiration),
  miner: show.address(message.to),
});

/** The owner gives somebody the right to take money, until an epoch. */
function offer(change: MinerCall, terms: Terms): Part {
  const { facts, miner, show } = change;
  const params = shownTerms(change, terms);
  const isPast = terms.expiration <= facts.now;
  const isLarge = terms.quota > miner.balance || terms.expiration > facts.now + EPOCHS_PER_YEAR;
  return part(change, terms, say("sentence.beneficiary", params), {
    wayBack: { now: say("wayBack.beneficiaryNow"), after: say("wayBack.beneficiaryAfter", { to: show.address(terms.to) }) },
    alarm: isPast ? say("alarm.beneficiaryPast", params) : isLarge ? say("alarm.beneficiaryLarge", params) : null,
  });
}

/** The owner himself, which takes quota 0 and expiration 0. */
function handBack(change: MinerCall, terms: Terms): Part {
  const { facts, miner, message, show } = change;
  const params = { miner: show.address(message.to), owner: show.address(terms.to) };
  const isNothing = miner.beneficiary === miner.owner && miner.pendingBeneficiary === null;
  return part(change, terms, say(facts.who(terms.to).own === null ? "sentence.beneficiaryForeignOwner" : "sentence.beneficiaryOwner", params), {
    wayBack: { now: say("wayBack.lastMoment"), after: say("wayBack.again") },
    blocked: isNothing ? say("blocked.nothingChanges") : null,
  });
}

/** The sender is who was proposed. */
function nomination(change: MinerCall, terms: Terms): Part {
  return part(change, terms, say("sentence.beneficiaryAccept", shownTerms(change, terms)), {
    kind: "minerConfirmBeneficiary",
    verb: "confirm",
    wayBack: { now: say("wayBack.lastMoment"), after: say("wayBack.beneficiaryAccepted") },
    alarm: terms.expiration <= change.facts.now ? say("alarm.beneficiaryPast", shownTerms(change, terms)) : null,
  });
}

/** The sender is the present beneficiary, and agrees that another one comes. */
function resignation(change: MinerCall, terms: Terms): Part {
  const { facts, miner } = change;
  const left = amountOf(leftOf(miner.beneficiaryTerm, facts.now));
  return part(change, terms, say("sentence.beneficiaryResign", { ...shownTerms(change, terms), left }), {
    kind: "minerConfirmBeneficiary",
    verb: "confirm",
    wayBack: { now: say("wayBack.lastMoment"), after: say("wayBack.none") },
    reasons: [say("reason.beneficiaryResign", { left })],
  });
}
