/** Terms of the offers that histories run under, for the actor and for the model. */
import fc from "fast-check";
import { METHOD_NUMBERS } from "../../actor/abi/methods.generated.ts";
import { Address } from "../../filecoin/address.ts";
import { attoFil, epoch } from "../../filecoin/units.ts";
import { DELAY, GRACE, PERIOD } from "../owner/actions.ts";
import { NOTICE, type People, type Terms, fil } from "../owner/world.ts";
import type { ModelTerms } from "./books.ts";

/** The terms that bear on amounts; rates in basis points, amounts in attoFIL, times in epochs. */
export interface Offer {
  readonly operatorFee: number;
  readonly dataFee: number;
  readonly tip: number;
  readonly reserve: number;
  readonly juniorMinimum: number;
  readonly smoothing: number;
  readonly exitDiscount: number;
  readonly minimumDeposit: bigint;
  readonly minerBalance: bigint;
  /** 0 = FixedFeeRate, else FixedIncome. */
  readonly annualRate: number;
  /** The operator may be silent for so long. */
  readonly absence: number;
  /** Forward needs an attestation; Alice gives them unless a vote names another. */
  readonly attested: boolean;
}

export const offers: fc.Arbitrary<Offer> = fc.record({
  operatorFee: fc.integer({ min: 0, max: 3_000 }),
  dataFee: fc.integer({ min: 0, max: 1_000 }),
  tip: fc.constantFrom(0, 50, 10_000),
  reserve: fc.constantFrom(0, 0, 1_000, 2_500),
  juniorMinimum: fc.constantFrom(0, 0, 1_500),
  exitDiscount: fc.constantFrom(0, 333, 10_000),
  smoothing: fc.constantFrom(20_160, 33_333, 200_000),
  minimumDeposit: fc.constantFrom(1n, 10n ** 18n),
  minerBalance: fc.constantFrom(0n, 7n, 10n ** 18n * 1_000n, 10n ** 20n + 13n),
  annualRate: fc.constantFrom(0, 0, 1, 777, 10_000),
  absence: fc.constantFrom(86_400, 1_051_200, 1_051_200),
  attested: fc.constantFrom(false, false, true),
});

const TIP_MAXIMUM = fil("0.02");
const CAP = fil(1_000_000);
const LIMITS = { maxMiners: 4, maxPerMiner: fil(20_000), maxForwardPerDay: fil(10_000_000) };
const VOTING = { delay: DELAY, period: PERIOD, grace: GRACE, quorumBps: 2_000, approvalBps: 6_000 };

export function worldTerms(offer: Offer, people: Pick<People, "operator" | "carol" | "alice">): Partial<Terms> {
  return {
    operator: Address.id(people.operator),
    custodyType: offer.annualRate > 0 ? 1 : 0,
    annualRateBps: offer.annualRate,
    fees: [
      { label: "operator", beneficiary: null, bps: offer.operatorFee },
      { label: "data", beneficiary: Address.id(people.carol), bps: offer.dataFee },
    ],
    tipBps: offer.tip,
    tipMaximum: TIP_MAXIMUM,
    reserveBps: offer.reserve,
    juniorMinimumBps: offer.juniorMinimum,
    exitDiscountBps: offer.exitDiscount,
    smoothing: epoch(offer.smoothing),
    minimumDeposit: attoFil(offer.minimumDeposit),
    cap: CAP,
    legacyMaximum: fil(10_000_000),
    limits: LIMITS,
    voting: { ...VOTING, delay: epoch(VOTING.delay), period: epoch(VOTING.period), grace: epoch(VOTING.grace) },
    absence: epoch(offer.absence),
    issuer: offer.attested ? Address.id(people.alice) : null,
    attestedMethods: offer.attested ? [BigInt(METHOD_NUMBERS.Forward)] : [],
  };
}

export function modelTerms(offer: Offer, people: Pick<People, "operator" | "carol" | "alice">): ModelTerms {
  return {
    operator: people.operator,
    fees: [
      { beneficiary: null, bps: BigInt(offer.operatorFee) },
      { beneficiary: people.carol, bps: BigInt(offer.dataFee) },
    ],
    tipBps: BigInt(offer.tip),
    tipMaximum: TIP_MAXIMUM,
    smoothing: offer.smoothing,
    notice: NOTICE,
    minimumDeposit: offer.minimumDeposit,
    cap: CAP,
    reserveBps: BigInt(offer.reserve),
    juniorMinimumBps: BigInt(offer.juniorMinimum),
    limits: LIMITS,
    voting: { ...VOTING, quorumBps: BigInt(VOTING.quorumBps), approvalBps: BigInt(VOTING.approvalBps) },
    absence: offer.absence,
    exitDiscountBps: BigInt(offer.exitDiscount),
    annualRateBps: BigInt(offer.annualRate),
    attested: offer.attested,
    issuer: offer.attested ? people.alice : null,
  };
}
