/** What init hands a new miner. */
import type { Address } from "../../filecoin/address.ts";
import { type CborValue, TupleReader } from "../../filecoin/cbor.ts";
import { readI64 } from "./params.ts";

export interface MinerConstructor {
  readonly owner: Address;
  readonly worker: Address;
  readonly control: readonly Address[];
  readonly windowPostProofType: bigint;
  readonly peer: Uint8Array;
  readonly multiaddrs: readonly Uint8Array[];
}

/** [owner, worker, [control…], proof type, peer id, [multiaddr…]] */
export function encodeMinerConstructor(params: MinerConstructor): CborValue {
  return [params.owner.bytes, params.worker.bytes, params.control.map(({ bytes }) => bytes), params.windowPostProofType, params.peer, [...params.multiaddrs]];
}

export function decodeMinerConstructor(value: CborValue): MinerConstructor {
  const reader = new TupleReader(value, 6, "miner constructor");
  return {
    owner: reader.address(),
    worker: reader.address(),
    control: reader.list((item) => item.address()),
    windowPostProofType: readI64(reader),
    peer: reader.bytes(),
    multiaddrs: reader.list((item) => item.bytes()),
  };
}
