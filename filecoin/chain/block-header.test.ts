import { describe, expect, it } from "vitest";
import { Address } from "../address.ts";
import { fromBase64, fromHex, toHex } from "../bytes.ts";
import { CborError, type CborValue, decodeCbor, encodeCbor } from "../cbor.ts";
import { cidOf, DAG_CBOR, parseCid } from "../cid.ts";
import vectors from "../vectors/block-headers.json" with { type: "json" };
import { blockCid, decodeBlockHeader, encodeBlockHeader, tipsetKeyCid } from "./block-header.ts";

describe("vectors of serialization-vectors block_headers.json", () => {
  it.each(vectors.cases.map((each) => [each.cid, each] as const))("%s", (cid, { block, cbor_hex }) => {
    const header = decodeBlockHeader(fromHex(cbor_hex));
    expect(header).toMatchObject({
      miner: Address.parse(block.Miner),
      ticket: fromBase64(block.Ticket.VRFProof),
      height: block.Height,
      parentWeight: BigInt(block.ParentWeight),
      parentBaseFee: BigInt(block.ParentBaseFee),
      timestamp: block.Timestamp,
      forkSignaling: block.ForkSignaling,
    });
    expect(header.parents.map(String)).toEqual(block.Parents.map((link) => link["/"]));
    expect([header.parentStateRoot, header.parentMessageReceipts, header.messages].map(String)).toEqual(
      [block.ParentStateRoot, block.ParentMessageReceipts, block.Messages].map((link) => link["/"]),
    );
    expect(toHex(encodeBlockHeader(header))).toBe(cbor_hex);
    expect(blockCid(header).toString()).toBe(cid);
  });
});

const [first] = vectors.cases;
const fields = decodeCbor(fromHex((first as (typeof vectors.cases)[number]).cbor_hex)) as readonly CborValue[];
const withField = (at: number, value: CborValue): Uint8Array => encodeCbor(fields.map((field, i) => (i === at ? value : field)));

describe("a header", () => {
  it("may be without signatures, as the genesis block of a public network is", () => {
    const bytes = encodeCbor(fields.map((field, i) => (i === 11 || i === 13 ? null : field)));
    const header = decodeBlockHeader(bytes);
    expect([header.blsAggregate, header.blockSig]).toEqual([null, null]);
    expect(encodeBlockHeader(header)).toEqual(bytes);
  });

  it.each<[string, Uint8Array]>([
    ["fewer fields", encodeCbor(fields.slice(1))],
    ["more fields", encodeCbor([...fields, 0])],
    ["a miner that is no address", withField(0, Uint8Array.of(9))],
    ["a signature without its type", withField(13, new Uint8Array(0))],
    ["a negative height", withField(7, -1)],
    ["a state root that is no link", withField(8, new Uint8Array(38))],
    ["a base fee with a leading zero", withField(15, Uint8Array.of(0, 0, 1))],
    ["bytes behind it", Uint8Array.of(...encodeCbor(fields), 0)],
  ])("with %s is refused", (_what, bytes) => {
    expect(() => decodeBlockHeader(bytes)).toThrow(CborError);
  });
});

it("the key of a tipset is named by the CBOR byte string of its blocks' CIDs", () => {
  const key = vectors.cases.slice(0, 2).map(({ cid }) => parseCid(cid));
  const joined = Uint8Array.of(...key.flatMap((cid) => [...cid.bytes]));
  expect(tipsetKeyCid(key).equals(cidOf(DAG_CBOR, encodeCbor(joined)))).toBe(true);
});
