import { actorNumber, address, amount, bigNumber, bool, bytes, chainEpoch, integer, list, tuple } from "./codec.ts";
import { bare, fieldsOf, method } from "./method.ts";

/** A smoothed estimate with 128 fractional bits (builtin-actors FilterEstimate). */
export const filterEstimate = tuple({ position: bigNumber, velocity: bigNumber });

/** Power actor f04 (builtin-actors actors/power). */
export const powerMethods = {
  /** The whole value goes to the new miner, which locks the create-miner deposit of it (FIP-0077). */
  CreateMiner: method("CreateMiner", {
    internal: 2,
    exported: true,
    params: fieldsOf(
      tuple({
        owner: address,
        worker: address,
        windowPoStProofType: integer,
        peerId: bytes,
        multiaddrs: list(bytes),
      }),
    ),
    returns: fieldsOf(tuple({ idAddress: address, robustAddress: address })),
  }),
  UpdatePledgeTotal: method("UpdatePledgeTotal", { internal: 6, params: bare("delta", amount) }),
  CurrentTotalPower: method("CurrentTotalPower", {
    internal: 9,
    returns: fieldsOf(
      tuple({
        rawBytePower: bigNumber,
        qualityAdjPower: bigNumber,
        pledgeCollateral: amount,
        qualityAdjPowerSmoothed: filterEstimate,
        rampStartEpoch: chainEpoch,
        rampDurationEpochs: integer,
      }),
    ),
  }),
  NetworkRawPower: method("NetworkRawPower", { exported: true, returns: bare("rawBytePower", bigNumber) }),
  MinerRawPower: method("MinerRawPower", {
    exported: true,
    params: bare("miner", actorNumber),
    returns: fieldsOf(tuple({ rawBytePower: bigNumber, meetsConsensusMinimum: bool })),
  }),
  MinerPower: method("MinerPower", {
    exported: true,
    params: bare("miner", actorNumber),
    returns: fieldsOf(tuple({ rawBytePower: bigNumber, qualityAdjPower: bigNumber })),
  }),
  MinerCount: method("MinerCount", { exported: true, returns: bare("miners", integer) }),
  MinerConsensusCount: method("MinerConsensusCount", { exported: true, returns: bare("miners", integer) }),
};
