/** Where a miner is reached on the network. Source: actors/miner/src/lib.rs. */
import { type CborValue, TupleReader } from "../../../filecoin/cbor.ts";
import { ExitCode } from "../../../filecoin/exit-code.ts";
import type { Runtime } from "../../kernel/runtime.ts";
import { MAX_MULTIADDR_DATA, MAX_PEER_ID_LENGTH } from "../policy.ts";
import { loadMinerInfo, loadMinerState, requireController, saveMinerInfo, saveMinerState } from "./state.ts";

/** Ends with 16 unless peer id and addresses are within the limits. */
export function checkPeerInfo(rt: Runtime, peer: Uint8Array, multiaddrs: readonly Uint8Array[]): void {
  if (peer.length > MAX_PEER_ID_LENGTH) {
    rt.abort(ExitCode.USR_ILLEGAL_ARGUMENT, `peer ID size of ${peer.length} exceeds ${MAX_PEER_ID_LENGTH}`);
  }
  if (multiaddrs.some(({ length }) => length === 0)) {
    rt.abort(ExitCode.USR_ILLEGAL_ARGUMENT, "invalid empty multiaddr");
  }
  const total = multiaddrs.reduce((sum, { length }) => sum + length, 0);
  if (total > MAX_MULTIADDR_DATA) {
    rt.abort(ExitCode.USR_ILLEGAL_ARGUMENT, `multiaddr size of ${total} exceeds ${MAX_MULTIADDR_DATA}`);
  }
}

export function changePeerId(rt: Runtime, peer: Uint8Array): undefined {
  checkPeerInfo(rt, peer, []);
  const state = loadMinerState(rt);
  const info = loadMinerInfo(rt, state);
  requireController(rt, info);
  info.peer = peer;
  saveMinerInfo(rt, state, info);
  saveMinerState(rt, state);
}

export function changeMultiaddrs(rt: Runtime, multiaddrs: readonly Uint8Array[]): undefined {
  checkPeerInfo(rt, new Uint8Array(0), multiaddrs);
  const state = loadMinerState(rt);
  const info = loadMinerInfo(rt, state);
  requireController(rt, info);
  info.multiaddrs = multiaddrs;
  saveMinerInfo(rt, state, info);
  saveMinerState(rt, state);
}

export function decodePeerId(value: CborValue): Uint8Array {
  return new TupleReader(value, 1, "ChangePeerID").bytes();
}

export function decodeMultiaddrs(value: CborValue): Uint8Array[] {
  return new TupleReader(value, 1, "ChangeMultiaddrs").list((item) => item.bytes());
}
