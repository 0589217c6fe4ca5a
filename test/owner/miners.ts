/** Miners of a world beside its first: one that somebody else creates for the owner actor, and sectors. */
import { SEAL_SECTORS, encodeSealSectors } from "../../devnet/builtin/miner/sector-rehearsal.ts";
import { encodeCreateMiner } from "../../devnet/builtin/power/actor.ts";
import { POWER_ACTOR, SYSTEM_ACTOR } from "../../devnet/builtin/singletons.ts";
import { Address } from "../../filecoin/address.ts";
import { decodeCbor, encodeCbor } from "../../filecoin/cbor.ts";
import { methodNumber } from "../../filecoin/frc42.ts";
import type { ActorId } from "../../filecoin/units.ts";
import { type World, fil } from "./world.ts";

/** The type of window proof-of-spacetime of a miner with sectors of 2 KiB, which devnets take. */
export const PROOF = 10;

interface Seal {
  /** Default 1. */
  readonly count?: number;
  readonly expiration: number;
  /** attoFIL of each; default 1 FIL. */
  readonly pledge?: bigint;
  readonly miner?: ActorId;
}

/** A miner that a stranger creates for this actor. */
export function born(world: World): ActorId {
  const message = encodeCbor(
    encodeCreateMiner({
      owner: Address.id(world.actor),
      worker: Address.id(world.people.worker),
      windowPostProofType: BigInt(PROOF),
      peer: new Uint8Array(),
      multiaddrs: [],
    }),
  );
  const outcome = world.raw(world.people.stranger, POWER_ACTOR, methodNumber("CreateMiner"), message, fil(300));
  if (outcome.exitCode !== 0) throw new Error(`CreateMiner ended with ${outcome.exitCode}: ${outcome.error}`);
  return Address.fromBytes((decodeCbor(outcome.ret!.bytes) as [Uint8Array])[0]).id as ActorId;
}

/** Seals sectors on the first miner, or another. */
export function seal(world: World, { count = 1, expiration, pledge = fil(1), miner = world.miner }: Seal): void {
  const outcome = world.raw(SYSTEM_ACTOR, miner, SEAL_SECTORS, encodeCbor(encodeSealSectors([{ count, expiration, pledge, deadline: null }])));
  if (outcome.exitCode !== 0) throw new Error(`the rehearsal's sealing ended with ${outcome.exitCode}: ${outcome.error}`);
}
