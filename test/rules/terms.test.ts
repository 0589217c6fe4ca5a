import fc from "fast-check";
import { expect, it } from "vitest";
import { METHOD_NUMBERS } from "../../actor/abi/methods.generated.ts";
import { brokenBound } from "../../actor/abi/rules/terms.ts";
import { Address } from "../../filecoin/address.ts";
import { CborError } from "../../filecoin/cbor.ts";
import { attoFil, epoch } from "../../filecoin/units.ts";
import { type Terms, World, defaultTerms } from "../owner/world.ts";

const { people, epoch: NOW } = World.create({ bare: true });

/** Numbers at and around the ends of a range. */
const around = (...ends: number[]): fc.Arbitrary<number> => fc.constantFrom(...ends.flatMap((end) => [end - 1, end, end + 1]).filter((n) => n >= 0));
const bps = around(0, 2_000, 6_000, 10_000);
const span = around(0, 1, 20_160, 86_400, 518_400, 10_512_000).map(epoch);
const text = (...ends: number[]): fc.Arbitrary<string> => around(...ends).chain((n) => fc.constantFrom("a".repeat(n), "é".repeat(Math.ceil(n / 2))));
const amount = fc.constantFrom(0n, 1n, 2n, 10n ** 18n, 10n ** 30n).map(attoFil);
const payee = fc.constantFrom(null, Address.id(people.carol), Address.id(people.bob), Address.id(people.operator));
const fee = fc.record({ label: text(0, 1, 32), beneficiary: payee, bps: fc.oneof(bps, fc.nat(3_000)) });

/** One change of terms that stand: most of them alone decide whether these still do. */
const change: fc.Arbitrary<Partial<Terms>> = fc.oneof(
  fc.record({ custodyType: fc.constantFrom(0, 1, 2), annualRateBps: around(0, 1, 10_000) }),
  fc.record({ name: text(0, 1, 64) }),
  fc.record({ symbol: text(0, 1, 16) }),
  fc.record({ metadataUri: text(0, 256) }),
  fc.record({ minimumDeposit: amount, cap: amount }),
  fc.record({ fees: fc.array(fee, { maxLength: 5 }) }),
  fc.record({ reserveBps: bps }),
  fc.record({ juniorMinimumBps: bps }),
  fc.record({ tipBps: bps, tipMaximum: amount }),
  fc.record({ exitDiscountBps: bps }),
  fc.record({ notice: span }),
  fc.record({ smoothing: span }),
  fc.record({ absence: span }),
  fc.record({ lastExpiration: around(NOW, NOW + 1, NOW + 10_512_000).map(epoch) }),
  fc.record({ voting: fc.record({ delay: span, period: span, grace: span, quorumBps: bps, approvalBps: bps }) }),
  fc.record({ limits: fc.record({ maxMiners: around(0, 1, 32), maxPerMiner: amount, maxForwardPerDay: amount }) }),
  fc.record({
    issuer: fc.constantFrom(null, Address.id(people.alice)),
    attestedMethods: fc.constantFrom([], [BigInt(METHOD_NUMBERS.Forward)], [BigInt(METHOD_NUMBERS.Harvest)], [BigInt(METHOD_NUMBERS.Forward), 1n]),
  }),
);

it("terms break a bound exactly where the constructor refuses them", () => {
  const seen = { taken: 0, refused: 0 };
  fc.assert(
    fc.property(change, change, (first, second) => {
      const terms = { ...defaultTerms(people), ...first, ...second };
      const broken = brokenBound(terms, NOW);
      const world = World.create({ bare: true });
      let exitCode: number;
      try {
        exitCode = world.construct(terms).exitCode;
      } catch (error) {
        // What no params can hold is refused before it is sent.
        if (!(error instanceof CborError)) throw error;
        exitCode = -1;
      }
      expect({ broken, taken: exitCode === 0 }).toEqual({ broken: exitCode === 0 ? null : expect.anything(), taken: broken === null });
      seen[exitCode === 0 ? "taken" : "refused"]++;
    }),
    { numRuns: 400 },
  );
  expect(Math.min(seen.taken, seen.refused)).toBeGreaterThan(20);
});
