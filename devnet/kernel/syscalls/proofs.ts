import { type CborValue, decodeCbor } from "../../../filecoin/cbor.ts";
import * as price from "../price-list.ts";
import { ErrorNumber, SyscallError } from "../runtime.ts";
import type { ActorMemory } from "./actor-memory.ts";
import { unsealedCid } from "./unsealed-cid.ts";
import { type SyscallDefinition, i64, u32 } from "./syscall.ts";

/**
 * Proofs of storage, in module crypto. A rehearsal network has no sectors to prove: every well-formed proof counts as
 * valid, and no consensus fault is ever found. Prices are the real ones.
 * Source: ref-fvm fvm/src/syscalls/filecoin.rs, gas/price_list.rs.
 */

const VALID = 0;

export const proofs: Record<string, SyscallDefinition> = {
  verify_post: {
    params: "ii",
    out: 4,
    run({ calls }, memory, args) {
      const info = tuple(memory, u32(args, 1), u32(args, 2));
      const sectors = Array.isArray(info[2]) ? info[2].length : 0;
      calls.gas.charge("OnVerifyPost", price.verifyPost(sectors));
      memory.view.setInt32(u32(args, 0), VALID, true);
    },
  },
  verify_aggregate_seals: {
    params: "ii",
    out: 4,
    run({ calls }, memory, args) {
      const info = tuple(memory, u32(args, 1), u32(args, 2));
      const seals = Array.isArray(info[4]) ? info[4].length : 0;
      calls.gas.charge("OnVerifyAggregateSeals", price.verifyAggregateSeals(Number(info[1]), seals));
      memory.view.setInt32(u32(args, 0), VALID, true);
    },
  },
  verify_replica_update: {
    params: "ii",
    out: 4,
    run({ calls }, memory, args) {
      tuple(memory, u32(args, 1), u32(args, 2));
      calls.gas.charge("OnVerifyReplicaUpdate", price.REPLICA_UPDATE);
      memory.view.setInt32(u32(args, 0), VALID, true);
    },
  },
  batch_verify_seals: {
    params: "iii",
    out: 0,
    run(_call, memory, args) {
      const batch = tuple(memory, u32(args, 0), u32(args, 1));
      memory.check(u32(args, 2), batch.length);
      memory.write(u32(args, 2), new Uint8Array(batch.length).fill(1));
    },
  },
  compute_unsealed_sector_cid: {
    params: "Iiiii",
    out: 4,
    run({ calls }, memory, args) {
      const proof = i64(args, 1);
      const pieces = tuple(memory, u32(args, 2), u32(args, 3));
      const [offset, capacity] = [u32(args, 4), u32(args, 5)];
      memory.check(offset, capacity);
      calls.gas.charge("OnComputeUnsealedSectorCid", price.UNSEALED_CID);
      const cid = unsealedCid(proof, pieces);
      memory.view.setUint32(u32(args, 0), memory.putCid(cid, offset, capacity), true);
    },
  },
  verify_consensus_fault: {
    params: "iiiiii",
    out: 20,
    run({ calls }, memory, args) {
      for (const i of [1, 3, 5]) memory.check(u32(args, i), u32(args, i + 1));
      calls.gas.charge("OnVerifyConsensusFault", price.CONSENSUS_FAULT);
      memory.write(u32(args, 0), new Uint8Array(20));
    },
  },
};

/** The CBOR array that a built-in actor passes. */
function tuple(memory: ActorMemory, offset: number, length: number): CborValue[] {
  const bytes = memory.copy(offset, length);
  let value: CborValue = null;
  try {
    value = decodeCbor(bytes);
  } catch {
    // answered below
  }
  if (!Array.isArray(value)) throw new SyscallError(ErrorNumber.illegalArgument, "expected a CBOR array");
  return value as CborValue[];
}
