import { expect, test } from "vitest";
import { concatBytes, fromHex } from "../../filecoin/bytes.ts";
import { encodeCbor } from "../../filecoin/cbor.ts";
import { DAG_CBOR, RAW, cidOf } from "../../filecoin/cid.ts";
import { putBlock } from "../state/blockstore.ts";
import { StagedBlockstore } from "./staged-blockstore.ts";

test("keeps what the roots reach, through links of any spelling the machine accepts, and drops the rest", () => {
  const blocks = new StagedBlockstore();
  const [code, leaf, stray] = [
    putBlock(blocks, RAW, Uint8Array.of(1)),
    putBlock(blocks, DAG_CBOR, encodeCbor(["leaf"])),
    putBlock(blocks, DAG_CBOR, encodeCbor(["stray"])),
  ];
  const inner = putBlock(blocks, DAG_CBOR, encodeCbor([leaf]));
  // Tag 42 in three bytes, the length of the byte string in two: not canonical, but a link to the machine.
  const odd = concatBytes(fromHex("81d9002a590027"), Uint8Array.of(0), inner.bytes);
  const root = putBlock(blocks, DAG_CBOR, concatBytes(encodeCbor([code, "x"]).slice(0, 1), encodeCbor(code), odd));
  blocks.keep([root]);
  for (const kept of [root, inner, leaf, code]) expect(blocks.has(kept)).toBe(true);
  expect(blocks.has(stray)).toBe(false);
});

test("bytes that only look like the beginning of a link do no harm", () => {
  const blocks = new StagedBlockstore();
  const start = cidOf(DAG_CBOR, Uint8Array.of(7)).bytes;
  for (const bytes of [start.slice(0, 5), start.slice(0, 37), fromHex("a0e40220"), fromHex("01a0e40220"), new Uint8Array(0)])
    blocks.keep([putBlock(blocks, DAG_CBOR, bytes)]);
  expect(blocks.size).toBe(5);
});
