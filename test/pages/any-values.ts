import fc from "fast-check";
import { Address } from "../../filecoin/address.ts";
import { ethAddressOf } from "../../filecoin/eth-address.ts";
import type { DecodedField } from "../../wallet/approval-views.ts";
import type { PhraseValue } from "../../wallet/values.ts";

/** Values over the whole range of each kind that a sentence or a decoded field can carry, and the text that a reader must find of each. */

const bytes = (length: number): fc.Arbitrary<Uint8Array> => fc.uint8Array({ minLength: length, maxLength: length });
export const anyAddress: fc.Arbitrary<string> = fc
  .oneof(
    fc.bigInt({ min: 0n, max: 2n ** 63n - 1n }).map((id) => Address.id(id)),
    fc.tuple(fc.constantFrom(1, 2), bytes(20)).map(([protocol, payload]) => Address.fromBytes(Uint8Array.of(protocol, ...payload))),
    bytes(48).map((payload) => Address.fromBytes(Uint8Array.of(3, ...payload))),
    bytes(20).map((payload) => Address.fromBytes(Uint8Array.of(4, 10, ...payload))),
  )
  .filter((address) => address.protocol !== 4 || ethAddressOf(address) !== null)
  .map((address) => address.toString("f"));

/** attoFIL of up to 78 digits, as the view models carry it. */
export const anyAtto: fc.Arbitrary<string> = fc.oneof(
  fc.bigInt({ min: -(10n ** 78n - 1n), max: 10n ** 78n - 1n }).map(String),
  fc.constantFrom("0", "1", "-1", "9".repeat(78)),
);
export const anyEpoch: fc.Arbitrary<bigint> = fc.oneof(
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  fc.constantFrom(-(2n ** 63n), 2n ** 63n - 1n, 0n),
);
export const anyId: fc.Arbitrary<bigint> = fc.oneof(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), fc.constantFrom(2n ** 53n, 2n ** 53n + 1n, 2n ** 64n - 1n));

/** Texts that hide or turn something: control characters, direction overrides, zero width, right-to-left letters, tags, and very long ones. */
export const anyText: fc.Arbitrary<string> = fc.oneof(
  fc.string({ unit: "binary", maxLength: 60 }),
  fc.constantFrom(
    "\u202egnp.f1abc\u202c",
    "a\u200bb\u2060c",
    "\u05e9\u05dc\u05d5\u05dd 5 FIL",
    "\u0000\u0007\n\r\t",
    "<b>{amount}</b> @:x | y",
    "\u{e0041}tag",
    "$&",
    "",
  ),
  fc.string({ unit: "grapheme", minLength: 1, maxLength: 4 }).map((part) => part.repeat(2_000)),
);

export const anyPhraseValue: Readonly<Record<PhraseValue["kind"], fc.Arbitrary<PhraseValue>>> = {
  amount: anyAtto.map((atto) => ({ kind: "amount", atto })),
  address: fc.tuple(anyAddress, fc.option(anyText)).map(([address, label]) => ({ kind: "address", address, label })),
  text: anyText.map((text) => ({ kind: "text", text })),
  number: anyId.map((id) => ({ kind: "number", value: Number.isSafeInteger(Number(id)) ? Number(id) : id.toString() })),
  epoch: fc.tuple(anyEpoch, fc.boolean()).map(([epoch, dated]) => ({
    kind: "epoch",
    epoch: Number.isSafeInteger(Number(epoch)) ? Number(epoch) : epoch.toString(),
    time: dated ? Number(epoch) * 30_000 + 1_598_306_400_000 : null,
  })),
  time: fc.integer({ min: 0, max: 8_640_000_000_000_000 }).map((time) => ({ kind: "time", time })),
  bps: fc.integer({ min: Number.MIN_SAFE_INTEGER, max: Number.MAX_SAFE_INTEGER }).map((bps) => ({ kind: "bps", bps })),
};

const FIELD_VALUES: Readonly<Record<DecodedField["kind"], fc.Arbitrary<string>>> = {
  address: anyAddress,
  amount: anyAtto,
  epoch: anyEpoch.map(String),
  number: fc.oneof(anyId.map(String), anyEpoch.map(String)),
  bytes: fc.uint8Array({ maxLength: 4_000 }).map((data) => Buffer.from(data).toString("hex")),
  text: anyText,
  cid: fc.constant("bafy2bzacecqmz5ixem35b2mcbmpgekzfcjzs77x6zfjsskgmcpelpwai3gw2o"),
  bool: fc.constantFrom("true", "false"),
  bps: fc.oneof(anyId.map(String), fc.integer({ min: 0, max: 10_000 }).map(String)),
  list: fc.constantFrom("", "0", "17"),
  none: fc.constant(""),
};
export const anyField: fc.Arbitrary<DecodedField> = fc.constantFrom(...(Object.keys(FIELD_VALUES) as DecodedField["kind"][])).chain((kind) =>
  fc.record({
    kind: fc.constant(kind),
    label: anyText,
    value: FIELD_VALUES[kind],
    meaning: fc.constant(null),
    address: fc.constant(null),
    depth: fc.integer({ min: 0, max: 9 }),
  }),
);
