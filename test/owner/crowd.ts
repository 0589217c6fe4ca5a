/** A world whose tables hold as many positions, holders and requests as wanted: nodes that are alike are one block, so that it takes no time. */
import { decodeStruct, encodeStruct } from "../../actor/abi/codec.ts";
import { Amt } from "../../devnet/state/amt.ts";
import type { Hamt } from "../../devnet/state/hamt.ts";
import { putBlock } from "../../devnet/state/blockstore.ts";
import { type CborValue, decodeCbor, encodeCbor } from "../../filecoin/cbor.ts";
import { type Cid, DAG_CBOR } from "../../filecoin/cid.ts";
import { sha256 } from "@noble/hashes/sha2.js";
import type { ActorId } from "../../filecoin/units.ts";
import { encodeVarint } from "../../filecoin/varint.ts";
import { ACCOUNT_BITS, openAccounts, setAccount, withTokens } from "../accounts.ts";
import { FEW } from "./gas-figures.ts";
import { World, fil } from "./world.ts";

/** Bits of an index that a level takes, as actor/owner/state.ts and actor/sdk/id-tree.ts choose them: tables of positions and requests, sets of tokens. */
const TABLE_BITS = 3;
const HAMT_WIDTH = 2 ** ACCOUNT_BITS;
/** Tokens of one entry of a proposal's votes (actor/sdk/id-tree.ts). */
const VOTES_EACH = 256;
/** Entries of a bucket, at most. */
const BUCKET = 3;

/** A node's bitmap: one bit for each of `width` places. */
function bitmap(width: number, taken: (place: number) => boolean): Uint8Array {
  const bytes = new Uint8Array(Math.ceil(width / 8));
  for (let place = 0; place < width; place++) if (taken(place)) bytes[place >> 3]! |= 1 << (place & 7);
  return bytes;
}

/** An AMT of `count` entries at 0, step, 2·step …; the values stand there in turn. */
function amtOf(world: World, { count, step }: { readonly count: number; readonly step: 1 | 2 }, values: readonly CborValue[]): Cid {
  const put = (node: CborValue): Cid => putBlock(world.blocks, DAG_CBOR, encodeCbor(node));
  const width = 2 ** TABLE_BITS;
  const each = width / step;
  const full: Cid[] = [];
  const capacity = (height: number): number => each * width ** height;
  const nodeOf = (height: number, n: number): CborValue => {
    if (height === 0) {
      const taken = (place: number): boolean => place % step === 0 && place / step < n;
      return [bitmap(width, taken), [], Array.from({ length: n }, (_, i) => values[i % values.length] as CborValue)];
    }
    const below = capacity(height - 1);
    const whole = Math.floor(n / below);
    const links: Cid[] = Array.from({ length: whole }, () => (full[height - 1] ??= put(nodeOf(height - 1, below))));
    if (n % below > 0) links.push(put(nodeOf(height - 1, n % below)));
    return [bitmap(width, (place) => place < links.length), links, []];
  };
  let height = 0;
  while (capacity(height) < count) height++;
  for (let h = 0; h < height; h++) full[h] = put(nodeOf(h, capacity(h)));
  return put([TABLE_BITS, height, count, nodeOf(height, count)]);
}

/** More strangers than these spread evenly enough. */
const MANY = 2_000;

/** How many of `n` strangers stand below each of a node's places: by their hashes. */
function spread(level: number, n: number): number[] {
  if (n > MANY) return Array.from({ length: HAMT_WIDTH }, (_, at) => Math.floor((n + at) / HAMT_WIDTH));
  const places = Array.from({ length: n }, (_, i) => sha256(Uint8Array.of(level, i & 255, i >> 8))[0]! % HAMT_WIDTH);
  return Array.from({ length: HAMT_WIDTH }, (_, at) => places.filter((place) => place === at).length);
}

/** Makes a tree of so many accounts out of one of few. */
type Crowding = (world: World, link: Cid, count: number, usual: CborValue) => Cid;

/** Every account is there. It takes minutes for a million, where `outlined` came out within 4 % of it for every message. */
export const whole: Crowding = (world, link, count, usual) => {
  const accounts = openAccounts(world.blocks, link);
  const others = [...accounts.entries()].length;
  for (let id = 1_000_000; id < 1_000_000 + count - others; id++) accounts.set(encodeVarint(id), usual);
  return accounts.flush();
};

/** A HAMT of `count` entries: those of `link`, whose paths are as they would be, with strangers in the buckets beside them; all other nodes are one. */
const outlined: Crowding = (world, link, count, usual) => {
  const put = (node: CborValue): Cid => putBlock(world.blocks, DAG_CBOR, encodeCbor(node));
  const real = [...openAccounts(world.blocks, link).entries()].map(([key, value]) => ({ key, value, hash: sha256(key) }));
  const slot = (hash: Uint8Array, level: number): number =>
    Number((BigInt(`0x${Buffer.from(hash).toString("hex")}`) >> BigInt(256 - ACCOUNT_BITS * (level + 1))) & BigInt(HAMT_WIDTH - 1));
  const strangers = (n: number): CborValue[] => Array.from({ length: n }, (_, i) => [Uint8Array.of(0xff, 0xff, i + 1), usual]);
  const elsewhere = put([Uint8Array.of(1), [strangers(1)]]);
  const nodeOf = (level: number, entries: typeof real, others: number): CborValue => {
    const pointers = spread(level, others).map((n, at): CborValue | null => {
      const here = entries.filter(({ hash }) => slot(hash, level) === at);
      if (here.length + n > BUCKET) return here.length === 0 ? elsewhere : put(nodeOf(level + 1, here, n));
      return here.length + n === 0 ? null : [...here.map(({ key, value }): CborValue => [key, value]), ...strangers(n)];
    });
    // The bitmap of a HAMT is a number: most significant byte first, without leading zeros.
    const field = bitmap(HAMT_WIDTH, (at) => pointers[at] !== null).reverse();
    const zeros = field.findIndex((byte) => byte !== 0);
    return [field.subarray(zeros < 0 ? field.length : zeros), pointers.filter((pointer) => pointer !== null)];
  };
  return put(nodeOf(0, real, count - real.length));
};

/** Even tokens that Alice may spend, from the middle of all on. */
export const tokensOfAlice = (count: number): [bigint, bigint, bigint, bigint] => {
  const middle = 2n * BigInt(Math.floor(count / 4));
  return [middle, middle + 2n, middle + 4n, middle + 6n];
};

/** `n` tokens far apart, all even or all odd. */
const scattered = (n: number, count: number, first: 1 | 2): bigint[] =>
  Array.from({ length: n }, (_, i) => BigInt(first) + 2n * BigInt(Math.floor(((i + 1) * count) / (2 * n + 3))));

/**
 * The accounts with a set of tokens for each of those who act: with a few holders half of all for Alice and Bob; else as many as a holder has, far apart, or what Alice needs. What they
 * spend comes last, so that it stands in the tree of those who have more than fit an account.
 */
function endow(world: World, accounts: Hamt, count: number, holders: number): void {
  const give = (who: ActorId, tokens: readonly bigint[]): void =>
    setAccount(accounts, who, withTokens(world.blocks, { claim: fil(0), few: [], tokens: null, count: 0n, operators: null, nonce: 0n }, tokens));
  const { alice, bob, operator } = world.people;
  const half = (first: 1 | 2): bigint[] => Array.from({ length: Math.floor(count / 2) }, (_, i) => BigInt(first + 2 * i)).reverse();
  const own = tokensOfAlice(count);
  const few = holders <= FEW;
  const each = Math.floor(count / holders);
  const apart = (who: 1 | 2, spent: readonly bigint[]): bigint[] => [
    ...scattered(each - spent.length, count, who).filter((id) => !spent.includes(id)),
    ...spent,
  ];
  give(alice, few ? half(2) : apart(2, [...own, 2n]));
  give(bob, few ? half(1) : apart(1, [own[0] + 1n]));
  if (!few) give(operator, [own[0] - 1n]);
}

/** Marks all of `count` tokens but those of one place in 256 as having voted on the first proposal. */
export function crowdVotes(world: World, count: number, but: bigint): void {
  const root = world.state();
  const governance = decodeStruct("Governance", world.block(root.governance as Cid));
  const proposals = Amt.load(world.blocks, governance.proposals as Cid);
  const voted = bitmap(VOTES_EACH, (place) => BigInt(place) !== but % BigInt(VOTES_EACH));
  const votes = amtOf(world, { count: Math.ceil(count / VOTES_EACH), step: 1 }, [voted]);
  const proposal = decodeStruct("Proposal", encodeCbor(proposals.get(1n) as CborValue));
  proposals.set(1n, decodeCbor(encodeStruct("Proposal", { ...proposal, votes })));
  const put = putBlock(world.blocks, DAG_CBOR, encodeStruct("Governance", { ...governance, proposals: proposals.flush() }));
  world.setRoot(encodeStruct("Root", { ...root, governance: put }));
}

/**
 * `count` positions and requests. Alice owns the even tokens and Bob the odd ones. With a few holders, half of all tokens are in the set of each; with more, the sets are as small as those of a
 * holder among many, and the accounts' tree is as deep as they are many. Alice stands behind every request, most of which have no money of their own: for what a message costs only the
 * tables' depth counts. Tokens are 1 to `count`, requests 2, 4 … 2·`count`.
 */
export function crowded(count: number, holders: number, crowding = outlined): World {
  const world = World.create({ terms: { reserveBps: 0 } });
  world.takeOver();
  world.openDeposits();
  const [, ofAlice, ofBob] = (["alice", "alice", "bob"] as const).map((who) => world.deposit(who, fil(100))) as [bigint, bigint, bigint];
  const request = world.must("alice", "Redeem", { token: ofAlice, amount: fil(10) });
  const root = world.state();
  const tableOf = (link: Cid | null): Amt => Amt.load(world.blocks, link as Cid);
  const positions = [ofAlice, ofBob].map((token) => tableOf(root.positions).get(token) as CborValue);
  const asked = tableOf(root.requests).get(request) as CborValue;
  const accounts = openAccounts(world.blocks, root.accounts as Cid);
  endow(world, accounts, count, holders);
  const usual = accounts.get(encodeVarint(world.people.bob))!;
  world.setRoot(
    encodeStruct("Root", {
      ...root,
      positions: amtOf(world, { count: count + 1, step: 1 }, positions),
      requests: amtOf(world, { count: count + 2, step: 2 }, [asked]),
      accounts: holders <= FEW ? accounts.flush() : crowding(world, accounts.flush(), holders, usual),
      nextToken: BigInt(count + 1),
      supply: BigInt(count),
      queueNext: BigInt(2 * count + 4),
      queued: BigInt(count),
    }),
  );
  return world;
}
