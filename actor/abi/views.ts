/** Reads of an owner actor: its getters called without a message. */
import { Address } from "../../filecoin/address.ts";
import type { ActorId } from "../../filecoin/units.ts";
import { decodeReturn, encodeParams } from "./codec.ts";
import {
  METHOD_NUMBERS,
  type AccountView,
  type MinerSummary,
  type MinerView,
  type OwnerMethodName,
  type OwnerMethods,
  type PoolView,
  type PositionView,
  type RequestView,
  type Terms,
  type VersionView,
} from "./methods.generated.ts";
import { MAX_LIST } from "./policy.ts";

/**
 * Runs a method of one owner actor without a message (StateCall) and gives the returned bytes.
 * Fails when the exit code is not 0.
 */
export type OwnerReader = (method: number, params: Uint8Array) => Promise<Uint8Array>;

/** Pages asked of a list before a reader gives up: a guard against a cursor that never ends. */
const MAX_PAGES = 1000;

/** Calls any getter. @example await readView(reader, "GetMiner", { miner }) */
export async function readView<M extends OwnerMethodName>(
  reader: OwnerReader,
  name: M,
  params: OwnerMethods[M]["params"],
): Promise<OwnerMethods[M]["returns"]> {
  return decodeReturn(name, await reader(METHOD_NUMBERS[name], encodeParams(name, params)));
}

export const getVersion = (reader: OwnerReader): Promise<VersionView> => readView(reader, "Version", {});
export const getTerms = (reader: OwnerReader): Promise<Terms> => readView(reader, "GetTerms", {});
export const getPool = (reader: OwnerReader): Promise<PoolView> => readView(reader, "GetPool", {});
export const getMiner = (reader: OwnerReader, miner: ActorId): Promise<MinerView> => readView(reader, "GetMiner", { miner });
export const listMiners = (reader: OwnerReader): Promise<readonly MinerSummary[]> => readView(reader, "ListMiners", {});
export const getPosition = (reader: OwnerReader, token: bigint): Promise<PositionView> => readView(reader, "GetPosition", { token });
export const getAccount = (reader: OwnerReader, account: Address): Promise<AccountView> => readView(reader, "GetAccount", { account });

/** Every token of an account, ascending. */
export async function listOwnedTokens(reader: OwnerReader, owner: Address): Promise<bigint[]> {
  const tokens: bigint[] = [];
  let cursor: Uint8Array = new Uint8Array();
  for (let page = 0; page < MAX_PAGES; page++) {
    const { tokens: some, next } = await readView(reader, "ListOwnedTokens", { owner, cursor, limit: MAX_LIST });
    tokens.push(...some);
    if (next === null) return tokens;
    cursor = next;
  }
  throw new Error(`ListOwnedTokens of ${owner.toString()} did not end after ${MAX_PAGES} pages`);
}

/** Every position of an account. */
export async function listPositions(reader: OwnerReader, owner: Address): Promise<PositionView[]> {
  const positions: PositionView[] = [];
  for (const token of await listOwnedTokens(reader, owner)) positions.push(await getPosition(reader, token));
  return positions;
}

/** Redemption requests from an id on, at most `limit` of them. */
export async function listRequests(reader: OwnerReader, from: bigint, limit: number): Promise<readonly RequestView[]> {
  return (await readView(reader, "ListRequests", { from, limit })).requests;
}
