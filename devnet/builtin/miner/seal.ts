/** New sectors without sealing: numbers, commitments, pledge and fee as a proof would leave them. Source: actors/miner/src/lib.rs, FIP-0100. */
import { blake2b } from "@noble/hashes/blake2.js";
import { CID } from "multiformats/cid";
import * as Digest from "multiformats/hashes/digest";
import { TupleReader } from "../../../filecoin/cbor.ts";
import type { Cid } from "../../../filecoin/cid.ts";
import type { PowerPair } from "../../../filecoin/state/deadline.ts";
import type { Runtime } from "../../kernel/runtime.ts";
import { getCbor, putCbor } from "../state-root.ts";
import { decodeBitfield, encodeBitfield, union } from "./bitfield.ts";
import { Deadlines } from "./deadline-state.ts";
import { dailyProofFee } from "./pledge.ts";
import { addPower, NO_POWER_PAIR, powerOf } from "./power-pair.ts";
import { addToDeadline, type Changing, deadlineForNewSectors } from "./sector-changes.ts";
import { putSectors, type Sector } from "./sectors.ts";

const FIL_COMMITMENT_SEALED = 0xf102;
const POSEIDON = 0xb401;
/** RegisteredSealProof V1P1 of a window PoSt proof V1P1. */
const SEAL_PROOF_OFFSET = 5;

export interface NewSectors {
  readonly count: number;
  readonly expiration: number;
  /** attoFIL of each */
  readonly pledge: bigint;
  /** Index of their deadline; null = one that may still change. */
  readonly deadline: number | null;
}

/** Adds proven sectors with the next free numbers, group after group; answers their power. The pledge total is the caller's. */
export function addSectors(change: Changing, groups: readonly NewSectors[]): PowerPair {
  const { rt, state } = change;
  const byDeadline = new Map<number, Sector[]>();
  const allocated = decodeBitfield(new TupleReader([getCbor(rt, state.allocatedSectors)], 1, "allocated sectors").bytes());
  const added: Sector[] = [];
  for (const group of groups) {
    const index = group.deadline ?? deadlineForNewSectors(change);
    const sectors = Array.from({ length: group.count }, (_, i) => newSector(change, (allocated.at(-1) ?? -1) + 1 + added.length + i, group));
    byDeadline.set(index, [...(byDeadline.get(index) ?? []), ...sectors]);
    added.push(...sectors);
  }
  const numbers = added.map(({ number }) => number);
  state.allocatedSectors = putCbor(rt, encodeBitfield(union(allocated, numbers)));
  putSectors(rt, state, added);
  const deadlines = new Deadlines(rt, state);
  const power = [...byDeadline].reduce((sum, [index, sectors]) => addPower(sum, addToDeadline(change, deadlines, index, sectors)), NO_POWER_PAIR);
  deadlines.save(state);
  return power;
}

function newSector({ rt, info }: Changing, number: number, { expiration, pledge }: NewSectors): Sector {
  return {
    number,
    sealProof: info.windowPostProofType - SEAL_PROOF_OFFSET,
    sealedCid: commitment(rt, number),
    activation: rt.epoch,
    expiration,
    pledge,
    dailyFee: dailyProofFee(rt.circulatingSupply, powerOf(info, 1).qa),
  };
}

/** A made-up commitment that differs by miner and sector. */
function commitment(rt: Runtime, number: number): Cid {
  const text = new TextEncoder().encode(`rehearsal f0${rt.receiver} sector ${number}`);
  return CID.createV1(FIL_COMMITMENT_SEALED, Digest.create(POSEIDON, blake2b(text, { dkLen: 32 })));
}
