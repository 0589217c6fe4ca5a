import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { encodeParams, encodeStruct } from "../../actor/abi/codec.ts";
import type { OwnerMethodName, OwnerMethods, OwnerStructs } from "../../actor/abi/methods.generated.ts";
import type { Schema } from "../../actor/abi/schema-kinds.ts";
import { schema } from "../../actor/abi/schema.ts";
import { toHex } from "../../filecoin/bytes.ts";
import { objectSize } from "../../scripts/abi/actor-codec.ts";
import { decodeCbor, encodeCbor } from "../../filecoin/cbor.ts";
import { fieldsOf } from "./arbitrary-kind.ts";
import { compiledActor } from "./compiled-actor.ts";
import { ProbeHost } from "./probe-host.ts";

const plain: Schema = schema;
const STRUCTS = Object.keys(plain.structs);
const MANY = Object.entries(plain.methods)
  .filter(([, m]) => Object.keys(m.params).length > 1)
  .map(([name]) => name);
const TUPLES = [...STRUCTS, ...MANY.map((name) => `${name}Params`)];

/** What the probe answers with the sizes of its objects. */
const SIZES = 1_000;
const paramsOf = (name: string) => plain.methods[name]!.params;
const FIELDS = [...STRUCTS.map((name) => plain.structs[name]!.fields), ...MANY.map(paramsOf)];

/** An actor whose method n reads the n-th tuple and writes it again. */
const entry = `
import * as codec from "../../actor/owner/codec.generated";
import { Reader } from "../../actor/sdk/cbor-reader";
import { Writer } from "../../actor/sdk/cbor-writer";
import { CBOR, createBlock, readBlock } from "../../actor/sdk/blocks";
import { method } from "../../actor/sdk/message";
export function invoke(params: u32): u32 {
  const r = new Reader(readBlock(params));
  const w = new Writer();
  const n = <i32>method();
  if (n == ${SIZES}) {
    w.array(${TUPLES.length});
${TUPLES.map((name) => `    w.u64(offsetof<codec.${name}>());`).join("\n")}
    return createBlock(CBOR, w.finish());
  }
${TUPLES.map((name, i) => `  if (n == ${i}) codec.${name}.read(r).write(w);`).join("\n")}
  r.finish();
  return createBlock(CBOR, w.finish());
}`;

let host: ProbeHost;
beforeAll(async () => {
  host = new ProbeHost(await compiledActor("test/actors/codec-probe.ts", new Map([["test/actors/codec-probe.ts", entry]])));
}, 120_000);

/** Both codecs of a tuple agree when the actor gives back the bytes that the client wrote (addresses resolved to f0). */
function agree(index: number, bytes: Uint8Array): void {
  expect(toHex(encodeCbor(host.call(index, bytes)))).toBe(toHex(bytes));
}

describe("the actor's generated codecs and the client's agree on every byte", () => {
  it.each(STRUCTS.map((name, i) => [name, i] as const))("%s", (name, index) => {
    fc.assert(
      fc.property(fieldsOf(plain.structs[name]!.fields), (value) => {
        agree(index, encodeStruct(name as keyof OwnerStructs, value as never));
      }),
      { numRuns: 25 },
    );
  });
  it.each(MANY.map((name, i) => [name, STRUCTS.length + i] as const))("params of %s", (name, index) => {
    fc.assert(
      fc.property(fieldsOf(paramsOf(name)), (value) => {
        agree(index, encodeParams(name as OwnerMethodName, value as OwnerMethods[OwnerMethodName]["params"]));
      }),
      { numRuns: 25 },
    );
  });
  it("objects lie in memory as the shapes say", () => {
    expect(host.call(SIZES, new Uint8Array())).toEqual(FIELDS.map(objectSize));
  });
  it("a tuple with a field more or less is refused with 21", () => {
    const [name] = STRUCTS as [keyof OwnerStructs];
    fc.assert(
      fc.property(fieldsOf(plain.structs[name]!.fields), (value) => {
        const fields = decodeCbor(encodeStruct(name, value as never)) as never[];
        expect(host.failure(0, [...fields, 0]).code).toBe(21);
        expect(host.failure(0, fields.slice(0, -1)).code).toBe(21);
      }),
      { numRuns: 5 },
    );
  });
});
