/** Window PoSt proofs of miners: sector size in bytes, sectors in a partition (fvm_shared sector/registered_proof.rs). */

export interface PostProof {
  readonly sectorSize: number;
  readonly partitionSectors: number;
}

const KIB = 1024;
const MIB = 1024 * KIB;
const GIB = 1024 * MIB;

const WINDOW_POST_PROOFS: Readonly<Record<number, PostProof>> = {
  10: { sectorSize: 2 * KIB, partitionSectors: 2 },
  11: { sectorSize: 8 * MIB, partitionSectors: 2 },
  12: { sectorSize: 512 * MIB, partitionSectors: 2 },
  13: { sectorSize: 32 * GIB, partitionSectors: 2349 },
  14: { sectorSize: 64 * GIB, partitionSectors: 2300 },
};

/** Figures of a window PoSt proof, or undefined for other numbers. */
export function windowPostProof(type: number): PostProof | undefined {
  return WINDOW_POST_PROOFS[type];
}
