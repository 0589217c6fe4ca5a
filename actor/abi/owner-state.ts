/**
 * The owner actor's state by its blocks: where each thing stands below the root, for whoever reads it without calling the actor. Layout:
 * actor/owner/state.ts, governance.ts; actor/sdk/id-tree.ts. What a block means depends on the code that wrote it: check the actor's code first.
 * Every walk throws CborError, HamtError, AmtError for what is no owner actor's state.
 */
import { CID } from "multiformats/cid";
import { CborError, type CborValue, decodeCbor } from "../../filecoin/cbor.ts";
import type { Cid } from "../../filecoin/cid.ts";
import { amtEntries, amtGet } from "../../filecoin/ipld/amt.ts";
import { hamtGet } from "../../filecoin/ipld/hamt.ts";
import type { Walk } from "../../filecoin/ipld/walk.ts";
import type { ActorId } from "../../filecoin/units.ts";
import { encodeVarint } from "../../filecoin/varint.ts";
import { decodeStruct, structOf } from "./codec.ts";
import type { Account, Approval, Governance, Miners, Position, Proposal, Request, Root, Terms } from "./methods.generated.ts";

/** Width of the HAMT of accounts: key = actor id as varint. */
const ACCOUNT_BITS = 3;
/** Positions, requests, proposals and rows of ids: AMTs of this width. */
const LIST = { bitWidth: 3 } as const;
const IDS_IN_ROW = 256;
const ROW_BYTES = IDS_IN_ROW / 8;
/** `status` of an actor that waits for its predecessor and has no terms yet. */
const HEIR = 3n;

type Blocks<T> = Walk<Cid, Uint8Array, T>;

function* blockAt(cid: Cid): Blocks<Uint8Array> {
  return (yield [cid])[0] as Uint8Array;
}

/** The root behind an actor's head. While an outside actor is called the head is a lock, [link to the plain root]: then `inProgress`. */
export function* rootAt(head: Cid): Blocks<{ root: Root; inProgress: boolean }> {
  const block = yield* blockAt(head);
  const value = decodeCbor(block);
  const link = Array.isArray(value) && value.length === 1 ? (value as readonly CborValue[])[0] : null;
  if (!(link instanceof CID)) return { root: decodeStruct("Root", block), inProgress: false };
  return { root: decodeStruct("Root", yield* blockAt(link)), inProgress: true };
}

/** What the operator promised; null for an heir, which has no terms yet. */
export function* termsAt(root: Root): Blocks<Terms | null> {
  return root.status === HEIR ? null : decodeStruct("Terms", yield* blockAt(root.terms));
}

/** Miners in custody and the link to consents; null before the first. */
export function* minersAt(root: Root): Blocks<Miners | null> {
  return root.miners === null ? null : decodeStruct("Miners", yield* blockAt(root.miners));
}

/** Consents to take miners over, also those that have run out; null before the first. */
export function* approvalsAt({ approvals }: Miners): Blocks<readonly Approval[] | null> {
  return approvals === null ? null : decodeStruct("Approvals", yield* blockAt(approvals)).list;
}

/** The position of a token; null when there is none. */
export function* positionAt(root: Root, token: bigint): Blocks<Position | null> {
  const value = root.positions === null ? undefined : yield* amtGet(root.positions, token, LIST);
  return value === undefined ? null : structOf("Position", value);
}

/** The account of an actor id; null when it was never used. */
export function* accountAt(root: Root, id: ActorId): Blocks<Account | null> {
  const value = root.accounts === null ? undefined : yield* hamtGet(root.accounts, encodeVarint(id), ACCOUNT_BITS);
  return value === undefined ? null : structOf("Account", value);
}

/** The tokens of an account, ascending. */
export function* tokensAt({ few, tokens, count }: Account): Blocks<bigint[]> {
  const all = [...few, ...(tokens === null ? [] : yield* idsAt(tokens))].sort((a, b) => (a < b ? -1 : 1));
  if (BigInt(all.length) !== count) throw new CborError("shape", `Account: it counts ${count} tokens; there are ${all.length}`);
  return all;
}

/** A set of ids kept in rows of 256: each 32 bytes, a bit an id, least significant first. */
export function* idsAt(link: Cid): Blocks<bigint[]> {
  const rows = yield* amtEntries(link, LIST);
  return rows.flatMap(([row, bits]) => {
    if (!(bits instanceof Uint8Array) || bits.length !== ROW_BYTES) throw new CborError("shape", `set of ids: expected ${ROW_BYTES} bytes in row ${row}`);
    const places = Array.from({ length: IDS_IN_ROW }, (_, place) => place).filter((place) => ((bits[place >> 3] as number) >> (place & 7)) & 1);
    return places.map((place) => BigInt(row) * BigInt(IDS_IN_ROW) + BigInt(place));
  });
}

/** A request by id: even ids stand in the queue, odd ones beside it. null when there is none. */
export function* requestAt(root: Root, id: bigint): Blocks<Request | null> {
  const table = id % 2n === 0n ? root.requests : root.sides;
  const value = table === null ? undefined : yield* amtGet(table, id, LIST);
  return value === undefined ? null : structOf("Request", value);
}

/** Every request, those of the queue first; refused when there are more than `most`. */
export function* requestsAt(root: Root, most: number): Blocks<{ id: bigint; request: Request }[]> {
  const found: { id: bigint; request: Request }[] = [];
  for (const table of [root.requests, root.sides]) {
    if (table === null) continue;
    const entries = yield* amtEntries(table, { ...LIST, most: most - found.length });
    found.push(...entries.map(([id, value]) => ({ id: BigInt(id), request: structOf("Request", value) })));
  }
  return found;
}

/** What votes have decided and are deciding; null before the first proposal. */
export function* governanceAt(root: Root): Blocks<Governance | null> {
  return root.governance === null ? null : decodeStruct("Governance", yield* blockAt(root.governance));
}

/** A proposal by id; null when there is none. */
export function* proposalAt({ proposals }: Governance, id: bigint): Blocks<Proposal | null> {
  const value = proposals === null ? undefined : yield* amtGet(proposals, id, LIST);
  return value === undefined ? null : structOf("Proposal", value);
}
