/** A miner's state, read for the RPC. Layouts: builtin-actors actors/miner (deadline_state, partition_state, SectorOnChainInfo). */
import { type CborValue, decodeCbor } from "../../filecoin/cbor.ts";
import { type Cid, cidKey } from "../../filecoin/cid.ts";
import type { Address } from "../../filecoin/address.ts";
import { type MinerInfo, decodeMinerInfo } from "../../filecoin/state/miner-info.ts";
import { type MinerState, decodeMinerState } from "../../filecoin/state/miner.ts";
import { decodeVestingTail, fundsOf } from "../../filecoin/state/vesting.ts";
import { decodeDeadline, decodeDeadlineLinks, type DeadlineState, partitionsAt, type PartitionState } from "../../filecoin/state/deadline.ts";
import { walkNow } from "../../filecoin/ipld/walk.ts";
import type { Chain } from "../chain/chain.ts";
import { Amt } from "../state/amt.ts";
import { mustGet } from "../state/blockstore.ts";
import { addressJson } from "./lotus-shapes.ts";
import { RpcCode, RpcFault } from "./rpc-error.ts";
import { type FoundActor, loadActor } from "./state-reader.ts";

export interface FoundMiner extends FoundActor {
  miner: MinerState;
  info: MinerInfo;
}

/** The miner at an address. Throws Lotus' errors for what is no miner. */
export function loadMiner(chain: Chain, address: Address, key: readonly Cid[] | null): FoundMiner {
  const found = loadOr(chain, address, key);
  if (found.type !== "storageminer") {
    throw new RpcFault(
      RpcCode.domain,
      `failed to load miner actor state: unknown actor code ${found.actor.code.toString()} (${addressJson(address)} is no miner)`,
    );
  }
  const miner = decodeMinerState(readCbor(chain, found.actor.head, "miner state"));
  return { ...found, miner, info: decodeMinerInfo(readCbor(chain, miner.info, "miner info")) };
}

function loadOr(chain: Chain, address: Address, key: readonly Cid[] | null): FoundActor {
  try {
    return loadActor(chain, address, key);
  } catch (error) {
    if (error instanceof RpcFault) throw new RpcFault(error.code, `failed to load miner actor: ${error.message}`);
    throw error;
  }
}

/** Decoded blocks at hand, by chain. A block never changes, and many clients ask for the same few. */
const decoded = new WeakMap<Chain, Map<string, CborValue>>();
const MOST_DECODED = 256;

/** The value of a block: shared by all readers, not to be changed. */
export function readCbor(chain: Chain, cid: Cid, what: string): CborValue {
  const values = decoded.get(chain) ?? new Map<string, CborValue>();
  decoded.set(chain, values);
  const key = cidKey(cid);
  const known = values.get(key);
  if (known !== undefined) return known;
  const value = decodeCbor(mustGet(chain.blocks, cid, what));
  values.set(key, value);
  if (values.size > MOST_DECODED) values.delete(values.keys().next().value as string);
  return value;
}

/** attoFIL that has vested by `epoch` but is still booked as locked. */
export function vestedBy(chain: Chain, miner: MinerState, epoch: number): bigint {
  if (miner.vestingFunds === null) return 0n;
  const tail = decodeVestingTail(readCbor(chain, miner.vestingFunds.tail, "vesting funds"));
  return fundsOf(miner.vestingFunds, tail).reduce((sum, fund) => (fund.epoch < epoch ? sum + fund.amount : sum), 0n);
}

/** The 48 deadlines. */
export function deadlinesOf(chain: Chain, miner: MinerState): DeadlineState[] {
  const links = decodeDeadlineLinks(readCbor(chain, miner.deadlines, "deadlines"));
  return links.map((cid) => decodeDeadline(readCbor(chain, cid, "deadline")));
}

export function partitionsOf(chain: Chain, deadline: DeadlineState): PartitionState[] {
  return walkNow(partitionsAt(deadline.partitions), (cid) => mustGet(chain.blocks, cid, "partitions"));
}

export function allPartitions(chain: Chain, miner: MinerState): PartitionState[] {
  return deadlinesOf(chain, miner).flatMap((deadline) => partitionsOf(chain, deadline));
}

/** Sector infos by number, as stored. */
export function* sectorsOf(chain: Chain, miner: MinerState): IterableIterator<[number, CborValue]> {
  yield* Amt.load(chain.blocks, miner.sectors).entries();
}
