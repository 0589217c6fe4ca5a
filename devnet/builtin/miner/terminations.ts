/** Fees of sectors that ended before their time, due until settled; withdrawals wait for them. Source: actors/miner/src/lib.rs. */
import { encodeCbor } from "../../../filecoin/cbor.ts";
import { CBOR } from "../../../filecoin/cid.ts";
import type { EventEntry } from "../../../filecoin/chain/receipt.ts";
import type { Runtime } from "../../kernel/runtime.ts";
import { requestTotalPower } from "../power/actor.ts";
import { requestEpochReward } from "../reward/actor.ts";
import { decodeBitfield } from "./bitfield.ts";
import { applyPenalty, repayPartialDebt } from "./locked-funds.ts";
import { burnFunds, notifyPledgeChanged } from "./money.ts";
import { Deadlines } from "./deadline-state.ts";
import { popNumbers } from "./epoch-queue.ts";
import { Partitions } from "./partitions.ts";
import { continuedFaultFee, type NetworkEstimates, terminationFee } from "./pledge.ts";
import { powerOf } from "./power-pair.ts";
import { mustSectors, type Sector } from "./sectors.ts";
import type { MinerState } from "../../../filecoin/state/miner.ts";
import { loadMinerInfo, loadMinerState, saveMinerState } from "./state.ts";

const INDEX_KEY_AND_VALUE = 3;

/** The network's smoothed reward and power as the formulas want them. */
export function requestEstimates(rt: Runtime): NetworkEstimates {
  const rewardSmoothed = requestEpochReward(rt).smoothed;
  return { rewardSmoothed, powerSmoothed: requestTotalPower(rt).qaPowerSmoothed };
}

interface Ended {
  readonly sector: Sector;
  readonly age: number;
}

/** Charges the fees of all queued sectors and frees their pledge. */
export function settleTerminations(rt: Runtime, network: NetworkEstimates): void {
  const state = loadMinerState(rt);
  const ended = takeEnded(rt, state);
  if (ended.length === 0) return;
  const faultFee = continuedFaultFee(network, powerOf(loadMinerInfo(rt, state), 1).qa);
  const pledge = ended.reduce((sum, { sector }) => sum + sector.pledge, 0n);
  const fee = ended.reduce((sum, { sector, age }) => sum + terminationFee(sector.pledge, age, faultFee), 0n);
  applyPenalty(rt, state, fee);
  state.initialPledge -= pledge;
  const { toBurn, unlocked } = repayPartialDebt(rt, state);
  saveMinerState(rt, state);
  burnFunds(rt, toBurn);
  notifyPledgeChanged(rt, -pledge - unlocked);
  for (const { sector } of ended) rt.emit(sectorTerminated(sector.number));
}

function takeEnded(rt: Runtime, state: MinerState): Ended[] {
  const deadlines = new Deadlines(rt, state);
  const ended = decodeBitfield(state.earlyTerminations).flatMap((index) => {
    const deadline = deadlines.get(index);
    const partitions = new Partitions(rt, deadline.partitions);
    const here = deadline.earlyTerminations.flatMap((place) => {
      const partition = partitions.getOrNew(place);
      const { root, sets } = popNumbers(rt, partition.earlyTerminated, rt.epoch);
      partition.earlyTerminated = root;
      partitions.set(place, partition);
      return sets.flatMap(({ epoch, numbers }) => mustSectors(rt, state, numbers).map((sector) => ({ sector, age: epoch - sector.activation })));
    });
    deadline.earlyTerminations = [];
    deadline.partitions = partitions.flush();
    deadlines.set(index, deadline);
    return here;
  });
  deadlines.save(state);
  state.earlyTerminations = new Uint8Array(0);
  return ended;
}

function sectorTerminated(number: number): EventEntry[] {
  const entry = (key: string, value: string | number): EventEntry => ({
    flags: INDEX_KEY_AND_VALUE,
    key,
    codec: CBOR,
    value: encodeCbor(value),
  });
  return [entry("$type", "sector-terminated"), entry("sector", number)];
}
