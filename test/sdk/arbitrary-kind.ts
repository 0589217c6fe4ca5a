/** Random values of any kind the schema knows. */
import fc from "fast-check";
import { Address } from "../../filecoin/address.ts";
import { EMPTY_ARRAY_CID, cidOf } from "../../filecoin/cid.ts";
import type { Fields, Kind, Scalar, Schema } from "../../actor/abi/schema-kinds.ts";
import { schema } from "../../actor/abi/schema.ts";

const plain: Schema = schema;
/** Nested lists stay short: what matters is their shape. */
const FEW = 3;

const u64 = fc.bigInt({ min: 0n, max: (1n << 64n) - 1n });
const amount = fc.oneof(fc.bigInt({ min: 0n, max: (1n << 96n) - 1n }), fc.bigInt({ min: 0n, max: (1n << 256n) - 1n }));
/** Ids end at i64 max where they stand in an address; 0 stands for null. */
const id = fc.bigInt({ min: 1n, max: (1n << 63n) - 1n });

const SCALARS: Readonly<Record<Scalar, fc.Arbitrary<unknown>>> = {
  u64: fc.bigInt({ min: 0n, max: (1n << 64n) - 2n }),
  uint: fc.nat(Number.MAX_SAFE_INTEGER),
  epoch: fc.nat(2 ** 40),
  bool: fc.boolean(),
  text: fc.string({ unit: "grapheme-ascii", minLength: 1, maxLength: 20 }),
  bytes: fc.uint8Array({ minLength: 1, maxLength: 40 }),
  cid: fc.constantFrom(EMPTY_ARRAY_CID, cidOf(0x71, new Uint8Array([1]))),
  amount,
  signed: fc.tuple(fc.boolean(), amount).map(([negative, v]) => (negative ? -v : v)),
  number256: amount,
  id,
  actor: id.map((n) => Address.id(n)),
  address: fc.oneof(
    id.map((n) => Address.id(n)),
    fc.constant(Address.parse("f15ihq5ibzwki2b4ep2f46avlkrqzhpqgtga7pdrq")),
  ),
  tokenSet: fc
    .uniqueArray(
      u64.map((v) => v >> 2n),
      { maxLength: 8 },
    )
    .map((ids) => ids.sort((a, b) => (a < b ? -1 : 1))),
  code: fc.constantFrom(EMPTY_ARRAY_CID, cidOf(0x55, new Uint8Array([2]))),
};

/** Values as the TypeScript codecs take them. */
export function valueOf(kind: Kind): fc.Arbitrary<unknown> {
  if (typeof kind === "string") return SCALARS[kind];
  if ("tuple" in kind) return fieldsOf(plain.structs[kind.tuple]!.fields);
  if ("nullable" in kind) return fc.option(valueOf(kind.nullable), { nil: null });
  if ("list" in kind) return fc.array(valueOf(kind.list), { maxLength: Math.min(FEW, kind.most) });
  if (kind.bounded === "text") return fc.string({ unit: "grapheme-ascii", minLength: 1, maxLength: Math.min(20, kind.most) });
  return fc.uint8Array({ minLength: 1, maxLength: Math.min(40, kind.most) });
}

export function fieldsOf(fields: Fields): fc.Arbitrary<Record<string, unknown>> {
  return fc.record(Object.fromEntries(Object.entries(fields).map(([name, kind]) => [name, valueOf(kind)])));
}
