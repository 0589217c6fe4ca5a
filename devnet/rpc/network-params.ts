/** StateGetNetworkParams. Source: lotus api/types.go NetworkParams; heights of the past are 0 or below: this network begins at nv28. */
import { DEVNET_POLICY } from "../builtin/policy.ts";
import type { Chain } from "../chain/chain.ts";
import { CHAIN_ID } from "../chain/chain-params.ts";

const PAST_UPGRADES = [
  "Breeze",
  "Smoke",
  "Ignition",
  "Refuel",
  "Assembly",
  "Tape",
  "Liftoff",
  "Kumquat",
  "Calico",
  "Persian",
  "Orange",
  "Claus",
  "Trust",
  "Norwegian",
  "Turbo",
  "HyperDrive",
  "Chocolate",
  "OhSnap",
  "Skyr",
  "Shark",
  "Hygge",
  "Lightning",
  "Thunder",
  "Watermelon",
  "Dragon",
  "Phoenix",
  "Waffle",
  "TukTuk",
  "Teep",
  "Tock",
  "GoldenWeek",
  "FireHorse",
];

export function networkParams(chain: Chain): Record<string, unknown> {
  return {
    NetworkName: chain.networkName,
    BlockDelaySecs: chain.blockDelay,
    ConsensusMinerMinPower: DEVNET_POLICY.minimumConsensusPower.toString(),
    PreCommitChallengeDelay: 10,
    ForkUpgradeParams: Object.fromEntries(PAST_UPGRADES.map((name) => [`Upgrade${name}Height`, -1])),
    Eip155ChainID: CHAIN_ID,
    GenesisTimestamp: chain.genesis.header.timestamp,
  };
}
