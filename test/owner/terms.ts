/** An offer's terms for tests, and amounts. */
import type { OwnerMethods } from "../../actor/abi/methods.generated.ts";
import { Address } from "../../filecoin/address.ts";
import { parseFil } from "../../filecoin/amount.ts";
import { type ActorId, type AttoFil, epoch as toEpoch } from "../../filecoin/units.ts";

/** attoFIL of FIL: whole as a number, or decimal as text. */
export const fil = (n: number | string): AttoFil => parseFil(String(n));

export const DAY = 2_880;
export const NOTICE = 20_160;
export const SMOOTHING = 20_160;

export type Terms = OwnerMethods["Constructor"]["params"]["terms"];

export function defaultTerms(people: { readonly operator: ActorId }): Terms {
  return {
    operator: Address.id(people.operator),
    name: "Test offer",
    symbol: "TEST",
    metadataUri: "https://example.org/offer.json",
    custodyType: 0,
    annualRateBps: 0,
    fees: [{ label: "operator", beneficiary: null, bps: 1_000 }],
    reserveBps: 1_000,
    minimumDeposit: fil(1),
    cap: fil(1_000_000),
    juniorMinimumBps: 0,
    tipBps: 0,
    tipMaximum: fil(0),
    exitDiscountBps: 500,
    notice: toEpoch(NOTICE),
    smoothing: toEpoch(SMOOTHING),
    absence: toEpoch(1_051_200),
    legacyMaximum: fil(1_000),
    lastExpiration: toEpoch(2_000_000),
    voting: { delay: toEpoch(2_880), period: toEpoch(20_160), grace: toEpoch(20_160), quorumBps: 2_000, approvalBps: 6_000 },
    limits: { maxMiners: 32, maxPerMiner: fil(10_000_000), maxForwardPerDay: fil(10_000_000) },
    issuer: null,
    attestedMethods: [],
  };
}
