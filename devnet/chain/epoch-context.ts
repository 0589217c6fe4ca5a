/** The machine's surroundings at an epoch of a chain. */
import type { MachineContext } from "../kernel/machine.ts";
import type { CanonicalChain } from "./canonical-chain.ts";
import { CHAIN_ID, NETWORK_VERSION } from "./chain-params.ts";
import { beaconEntry, randomnessDigest } from "./randomness.ts";
import type { Tipset } from "./tipset.ts";

/** What belongs to an epoch on top of a tipset. */
interface AtEpoch {
  epoch: number;
  /** The tipset on top of which messages run; randomness and tipset CIDs are those of its branch. */
  from: Tipset;
  /** attoFIL per gas */
  baseFee: bigint;
  /** attoFIL */
  circulatingSupply: bigint;
  /** seconds from one epoch to the next */
  blockDelay: number;
}

export function epochContext(line: CanonicalChain, { epoch, from, baseFee, circulatingSupply, blockDelay }: AtEpoch): MachineContext {
  const { genesis } = line;
  const seen = (e: number): Tipset => line.atOrBelow(Math.max(0, Math.min(e, from.height)), from);
  return {
    epoch,
    timestamp: genesis.header.timestamp + epoch * blockDelay,
    baseFee,
    chainId: CHAIN_ID,
    networkVersion: NETWORK_VERSION,
    circulatingSupply,
    tipsetCid: (e) => seen(e).keyCid,
    chainRandomness: (e) => randomnessDigest(seen(e).header.ticket),
    beaconRandomness: (e) => randomnessDigest(beaconEntry(genesis.cid, e).data),
  };
}
