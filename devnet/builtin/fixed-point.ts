/**
 * Q.128 arithmetic of the reward and pledge formulas: bigints with 128 fractional bits. Every rounding is toward −∞, as
 * in the released actors. Source: builtin-actors runtime/src/builtin/reward/{math,smooth}, actors/reward/src/expneg.rs.
 */
import type { TupleReader } from "../../filecoin/cbor.ts";
import type { FilterEstimate } from "../../filecoin/state/power.ts";
import { readBig } from "./params.ts";

export const PRECISION = 128n;
const ONE = 1n << PRECISION;

/** a / b rounded down; b > 0 or < 0. */
export function floorDiv(a: bigint, b: bigint): bigint {
  const quotient = a / b;
  return quotient * b !== a && a < 0n !== b < 0n ? quotient - 1n : quotient;
}

/** Value of a polynomial at x; coefficients and x in Q.128, highest order first. */
function polynomial(coefficients: readonly bigint[], x: bigint): bigint {
  return coefficients.reduce((sum, coefficient) => ((sum * x) >> PRECISION) + coefficient, 0n);
}

const EXP_NUMERATOR = [
  -648770010757830093818553637600n,
  67469480939593786226847644286976n,
  -3197587544499098424029388939001856n,
  89244641121992890118377641805348864n,
  -1579656163641440567800982336819953664n,
  17685496037279256458459817590917169152n,
  -115682590513835356866803355398940131328n,
  ONE,
];
const EXP_DENOMINATOR = [
  1225524182432722209606361n,
  114095592300906098243859450n,
  5665570424063336070530214243n,
  194450132448609991765137938448n,
  5068267641632683791026134915072n,
  104716890604972796896895427629056n,
  1748338658439454459487681798864896n,
  23704654329841312470660182937960448n,
  259380097567996910282699886670381056n,
  2250336698853390384720606936038375424n,
  14978272436876548034486263159246028800n,
  72144088983913131323343765784380833792n,
  224599776407103106596571252037123047424n,
  ONE,
];

/** e^−x, both Q.128. */
export function expNegative(x: bigint): bigint {
  return floorDiv(polynomial(EXP_NUMERATOR, x) << PRECISION, polynomial(EXP_DENOMINATOR, x));
}

const LN_NUMERATOR = [
  261417938209272870992496419296200268025n,
  7266615505142943436908456158054846846897n,
  32458783941900493142649393804518050491988n,
  17078670566130897220338060387082146864806n,
  -35150353308172866634071793531642638290419n,
  -20351202052858059355702509232125230498980n,
  -1563932590352680681114104005183375350999n,
];
const LN_DENOMINATOR = [
  49928077726659937662124949977867279384n,
  2508163877009111928787628629566491583994n,
  21757751789594546643737445330202599887121n,
  53400635271583923415775576342898617051826n,
  41248834748603606604000911015235164348839n,
  9015227820322455780436733526367238305537n,
  ONE,
];
const LN_2 = 235865763225513294137944142764154484399n;

/** Natural logarithm of a positive number, both Q.128. */
export function naturalLog(z: bigint): bigint {
  const bits = BigInt((z < 0n ? -z : z).toString(2).length);
  const k = bits - 1n - PRECISION;
  const x = k > 0n ? z >> k : z << -k;
  return k * LN_2 + floorDiv(polynomial(LN_NUMERATOR, x) << PRECISION, polynomial(LN_DENOMINATOR, x));
}

/** Whole part of a smoothed quantity. */
export function estimate({ position }: FilterEstimate): bigint {
  return position >> PRECISION;
}

/** An estimate from whole numbers. */
export function wholeEstimate(position: bigint, velocity: bigint): FilterEstimate {
  return { position: position << PRECISION, velocity: velocity << PRECISION };
}

const ALPHA = 314760000000000000000000000000000000n;
const BETA = 96640100000000000000000000000000n;

/** The alpha-beta filter's next estimate after observing the whole number `observed`, `epochs` later. */
export function nextEstimate(previous: FilterEstimate, observed: bigint, epochs: number): FilterEstimate {
  const elapsed = BigInt(epochs) << PRECISION;
  const predicted = ((elapsed * previous.velocity) >> PRECISION) + previous.position;
  const residual = (observed << PRECISION) - predicted;
  return {
    position: predicted + ((ALPHA * residual) >> PRECISION),
    velocity: floorDiv(residual * BETA, elapsed) + previous.velocity,
  };
}

/** Below this squared velocity (Q.128) the denominator counts as constant. */
const VELOCITY_EPSILON = 302231454903657293676544n;

/** Sum over `epochs` epochs, from `start` epochs ahead, of numerator ÷ denominator, both extrapolated. Q.128. */
export function extrapolatedCumSumOfRatio(epochs: number, start: number, numerator: FilterEstimate, denominator: FilterEstimate): bigint {
  const elapsed = BigInt(epochs) << PRECISION;
  const from = BigInt(start) << PRECISION;
  const squared = (denominator.velocity * denominator.velocity) >> PRECISION;
  if (squared > VELOCITY_EPSILON) {
    const atStart = ((denominator.velocity * from) >> PRECISION) + denominator.position;
    const atEnd = ((denominator.velocity * elapsed) >> PRECISION) + atStart;
    const logStart = naturalLog(atStart);
    const logEnd = naturalLog(atEnd);
    const constant = ((logEnd - logStart) * numerator.position * denominator.velocity) >> PRECISION;
    const linear = (((logStart - logEnd) * denominator.position + denominator.velocity * elapsed) * numerator.velocity) >> PRECISION;
    return floorDiv(linear + constant, squared);
  }
  const middle = ((numerator.velocity * (from + (elapsed >> 1n))) >> PRECISION) + numerator.position;
  return floorDiv(middle * elapsed, denominator.position);
}

/** [position, velocity] */
export function readEstimate(reader: TupleReader): FilterEstimate {
  return reader.tuple(2, (fields) => ({ position: readBig(fields), velocity: readBig(fields) }));
}
