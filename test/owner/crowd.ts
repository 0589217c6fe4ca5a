/** A world whose tables hold as many positions, holders and requests as wanted: nodes that are alike are one block, so that it takes no time. */
import { encodeStruct } from "../../actor/abi/codec.ts";
import { Amt } from "../../devnet/state/amt.ts";
import { putBlock } from "../../devnet/state/blockstore.ts";
import { Hamt } from "../../devnet/state/hamt.ts";
import { type CborValue, encodeCbor } from "../../filecoin/cbor.ts";
import { type Cid, DAG_CBOR } from "../../filecoin/cid.ts";
import { sha256 } from "@noble/hashes/sha2.js";
import { World, fil } from "./world.ts";

/** Places of a node, as actor/owner/state.ts chooses them. */
const AMT_WIDTH = 8;
const AMT_BITS = 3;
const HAMT_WIDTH = 32;
/** Entries of a bucket, at most. */
const BUCKET = 3;
/** So many fit the accounts' first node. */
export const FEW = 10;

const bitsOf = (count: number): Uint8Array => Uint8Array.of((1 << count) - 1);

/** An AMT of `count` entries at 0, step, 2·step …, each the same value. */
function amtOf(world: World, count: number, step: 1 | 2, value: CborValue): Cid {
  const put = (node: CborValue): Cid => putBlock(world.blocks, DAG_CBOR, encodeCbor(node));
  const each = AMT_WIDTH / step;
  const leafBits = (n: number): Uint8Array => (step === 1 ? bitsOf(n) : Uint8Array.of(0x55 & ((1 << (2 * n)) - 1)));
  const full: Cid[] = [];
  const capacity = (height: number): number => each * AMT_WIDTH ** height;
  const nodeOf = (height: number, n: number): CborValue => {
    if (height === 0) return [leafBits(n), [], Array.from({ length: n }, () => value)];
    const below = capacity(height - 1);
    const whole = Math.floor(n / below);
    const links: Cid[] = Array.from({ length: whole }, () => (full[height - 1] ??= put(nodeOf(height - 1, below))));
    if (n % below > 0) links.push(put(nodeOf(height - 1, n % below)));
    return [bitsOf(links.length), links, []];
  };
  let height = 0;
  while (capacity(height) < count) height++;
  for (let h = 0; h < height; h++) full[h] = put(nodeOf(h, capacity(h)));
  return put([AMT_BITS, height, count, nodeOf(height, count)]);
}

/** A HAMT of about `count` entries in which the present ones of `link` stand where their hashes say. */
function hamtWith(world: World, link: Cid, count: number): Cid {
  const put = (node: CborValue): Cid => putBlock(world.blocks, DAG_CBOR, encodeCbor(node));
  const real = [...Hamt.load(world.blocks, link).entries()].map(([key, value]) => ({ key, value, hash: sha256(key) }));
  let levels = 1;
  while (BUCKET * HAMT_WIDTH ** levels < count) levels++;
  const filling = Math.max(1, Math.min(BUCKET, Math.round(count / HAMT_WIDTH ** levels)));
  const stranger = real[0];
  if (stranger === undefined) throw new Error("nobody has an account yet");
  const bucket: CborValue = Array.from({ length: filling }, (_, i) => [Uint8Array.of(0xff, 0xff, i + 1), stranger.value]);
  const slot = (hash: Uint8Array, level: number): number => Number((BigInt(`0x${Buffer.from(hash).toString("hex")}`) >> BigInt(256 - 5 * (level + 1))) & 31n);
  const all = Uint8Array.of(255, 255, 255, 255);
  const fillers: CborValue[] = [];
  const fillerBelow = (level: number): CborValue =>
    level === levels - 1 ? bucket : (fillers[level + 1] ??= put([all, Array.from({ length: HAMT_WIDTH }, () => fillerBelow(level + 1))]));
  const nodeOf = (level: number, entries: typeof real): CborValue => [
    all,
    Array.from({ length: HAMT_WIDTH }, (_, at) => {
      const here = entries.filter(({ hash }) => slot(hash, level) === at);
      if (here.length === 0) return fillerBelow(level);
      return level === levels - 1 ? here.slice(0, BUCKET).map(({ key, value }) => [key, value]) : put(nodeOf(level + 1, here));
    }),
  ];
  return put(nodeOf(0, real));
}

/**
 * `count` positions and requests of `holders` accounts. Alice owns every position and stands behind every request, most of which have no money of their own: for what a message costs only the
 * tables' depth counts. Tokens are 1 to `count`, requests 2, 4 … 2·`count`.
 */
export function crowded(count: number, holders: number): World {
  const world = World.create({ terms: { reserveBps: 0 } });
  world.takeOver();
  world.openDeposits();
  world.deposit("alice", fil(100));
  world.deposit("alice", fil(100));
  world.deposit("bob", fil(100));
  const request = world.must("alice", "Redeem", { token: 3n, amount: fil(10) });
  const root = world.state();
  const tableOf = (link: Cid | null): Amt => Amt.load(world.blocks, link as Cid);
  const position = tableOf(root.positions).get(3n) as CborValue;
  const asked = tableOf(root.requests).get(request) as CborValue;
  world.setRoot(
    encodeStruct("Root", {
      ...root,
      positions: amtOf(world, count + 1, 1, position),
      requests: amtOf(world, count + 2, 2, asked),
      accounts: holders <= FEW ? root.accounts : hamtWith(world, root.accounts as Cid, holders),
      nextToken: BigInt(count + 1),
      supply: BigInt(count),
      queueNext: BigInt(2 * count + 4),
      queued: BigInt(count),
    }),
  );
  return world;
}
