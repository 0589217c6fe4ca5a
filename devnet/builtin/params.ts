/**
 * Reading of parameters the way the released actors read them: any 64-bit integer, and amounts whose magnitude may have
 * leading zeros. What does not fit throws CborError, which dispatch turns into exit 21.
 */
import { bigEndian } from "../../filecoin/amount.ts";
import { CborError, type CborValue, TupleReader } from "../../filecoin/cbor.ts";
import { actorId, type ActorId } from "../../filecoin/units.ts";

const U64_MAX = (1n << 64n) - 1n;
/** fvm_shared bigint MAX_BIGINT_SIZE */
const MAX_AMOUNT_BYTES = 128;

/** The next field as an i64. */
export const readI64 = (reader: TupleReader): bigint => reader.int64();

/** The next field as a u64. */
export function readU64(reader: TupleReader): bigint {
  const value = reader.bigint();
  if (value < 0n || value > U64_MAX) throw new CborError("shape", `${value} is no u64`);
  return value;
}

/** The next field as an actor id. */
export function readActorId(reader: TupleReader): ActorId {
  return actorId(readU64(reader));
}

/** The next field as big integer bytes: sign byte (0, 1) ‖ magnitude; attoFIL or bytes of power. */
export function readBig(reader: TupleReader): bigint {
  const bytes = reader.bytes();
  const sign = bytes[0];
  if (sign === undefined) return 0n;
  if (sign > 1 || bytes.length > MAX_AMOUNT_BYTES) throw new CborError("shape", "not a big integer");
  const magnitude = bigEndian(bytes.subarray(1));
  return sign === 1 ? -magnitude : magnitude;
}

/** A reader over one bare value ("transparent" parameters: not wrapped in a tuple). */
export function bare(value: CborValue, what: string): TupleReader {
  return new TupleReader([value], 1, what);
}
