/**
 * What the released actors cost, so that fees on the stand-ins look real. Blocks are charged by their size at the price
 * list's figures; running a method costs what was measured on the v18 actors (nv28) beyond that. In whole gas.
 * The kernel itself charges calls, transfers and actor records.
 */
import type { Cid } from "../../filecoin/cid.ts";
import type { Runtime } from "../kernel/runtime.ts";
import type { Blockstore } from "../state/blockstore.ts";

/** Syscalls and the price of opening a block, and per byte with its scan. */
const OPEN_BLOCK = 216_000;
const OPEN_BYTE = 12.5;
/** Creating, hashing, linking a block, and per byte. */
const LINK_BLOCK = 534_300;
const LINK_BYTE = 3_367;

/** Loading the module's pages and reaching the method. */
const ENTRY: Readonly<Record<string, number>> = {
  system: 500_000,
  init: 600_000,
  cron: 600_000,
  account: 547_000,
  storagepower: 590_000,
  storageminer: 590_000,
  multisig: 560_000,
  reward: 580_000,
  ethaccount: 500_000,
  placeholder: 425_000,
};
const DEFAULT_ENTRY = 500_000;

/** Instructions and further syscalls of a method that succeeds, beside its blocks. */
const METHOD: Readonly<Record<string, number>> = {
  "init.Exec": 200_000,
  "init.InstallCode": 300_000,
  "account.PubkeyAddress": 52_500,
  "account.AuthenticateMessage": 70_000,
  "account.Constructor": 90_000,
  "reward.AwardBlockReward": 275_000,
  "reward.ThisEpochReward": 98_500,
  "reward.UpdateNetworkKPI": 1_009_000,
  "storagepower.CreateMiner": 435_000,
  "storagepower.OnEpochTickEnd": 1_100_000,
  "storagepower.UpdatePledgeTotal": 289_500,
  "storagepower.UpdateClaimedPower": 400_000,
  "storagepower.EnrollCronEvent": 400_000,
  "storagepower.CurrentTotalPower": 93_500,
  "storagepower.NetworkRawPower": 24_000,
  "storagepower.MinerCount": 23_000,
  "storagepower.MinerConsensusCount": 23_000,
  "storagepower.MinerPower": 166_000,
  "storagepower.MinerRawPower": 166_000,
  "storageminer.Constructor": 1_650_000,
  "storageminer.ControlAddresses": 134_000,
  "storageminer.ChangeWorkerAddress": 382_000,
  "storageminer.ChangePeerID": 284_000,
  "storageminer.ApplyRewards": 540_000,
  "storageminer.WithdrawBalance": 410_000,
  "storageminer.ChangeMultiaddrs": 289_000,
  "storageminer.ConfirmChangeWorkerAddress": 250_000,
  "storageminer.RepayDebt": 285_000,
  "storageminer.ChangeOwnerAddress": 277_500,
  "storageminer.ChangeBeneficiary": 321_000,
  "storageminer.GetBeneficiary": 101_000,
  "storageminer.GetOwner": 95_000,
  "storageminer.IsControllingAddress": 124_000,
  "storageminer.GetSectorSize": 90_000,
  "storageminer.GetAvailableBalance": 85_000,
  "storageminer.GetVestingFunds": 75_000,
  "storageminer.GetPeerID": 90_000,
  "storageminer.GetMultiaddrs": 91_000,
  "storageminer.InitialPledge": 61_000,
  "storageminer.MaxTerminationFee": 860_000,
  "storageminer.GetNominalSectorExpiration": 104_000,
  "storageminer.GenerateSectorLocation": 113_000,
  "storageminer.ValidateSectorStatus": 113_000,
  "multisig.Constructor": 151_000,
  "multisig.Propose": 640_000,
  "multisig.Approve": 640_000,
  "multisig.Cancel": 243_000,
};

/** Instructions for one entry of a vesting table. */
const VESTING_ENTRY = { load: 9_900, save: 4_000, schedule: 18_500, answer: 4_000 } as const;

/** Instructions for looking for a sector in the deadlines: once, and for each of them. */
const SECTOR_SEARCH = { fixed: 1_980_000, deadline: 67_000 } as const;

/** Price list: the check of a signature and per byte of its message, by type (1 secp256k1, 2 BLS). */
const SIGNATURE: Readonly<Record<number, readonly [fixed: number, byte: number]>> = {
  1: [1_637_292, 10],
  2: [16_598_605, 26],
};

/** For working through `entries` of a vesting table. */
export function chargeVesting(rt: Runtime, work: keyof typeof VESTING_ENTRY, entries: number): void {
  if (entries > 0) rt.charge("builtin-vesting", VESTING_ENTRY[work] * entries);
}

/** For looking for a sector in so many deadlines. */
export function chargeSectorSearch(rt: Runtime, deadlines: number): void {
  rt.charge("builtin-sector-search", SECTOR_SEARCH.fixed + SECTOR_SEARCH.deadline * deadlines);
}

/** For checking a signature over `bytes`. */
export function chargeSignature(rt: Runtime, type: number, bytes: number): void {
  const [fixed, byte] = SIGNATURE[type] ?? [0, 0];
  rt.charge("builtin-verify-signature", fixed + byte * bytes);
}

/** Charged before a method runs. */
export function chargeEntry(rt: Runtime, actor: string): void {
  rt.charge("builtin-entry", ENTRY[actor] ?? DEFAULT_ENTRY);
}

/** Charged when a method has succeeded. */
export function chargeMethod(rt: Runtime, actor: string, method: string): void {
  const gas = METHOD[`${actor}.${method}`] ?? 0;
  if (gas > 0) rt.charge("builtin-method", gas);
}

/** For reading `bytes` of state. */
export function chargeOpen(rt: Runtime, bytes: number): void {
  rt.charge("builtin-block-open", Math.round(OPEN_BLOCK + OPEN_BYTE * bytes));
}

/** For writing `bytes` of state. */
export function chargeLink(rt: Runtime, bytes: number): void {
  rt.charge("builtin-block-link", Math.round(LINK_BLOCK + LINK_BYTE * bytes));
}

/** The state's blocks as a store that charges for what it does: for Hamt and Amt. */
export function meteredStore(rt: Runtime): Blockstore {
  return {
    get(cid: Cid): Uint8Array | undefined {
      const bytes = rt.store.get(cid);
      if (bytes !== undefined) chargeOpen(rt, bytes.length);
      return bytes;
    },
    put(cid: Cid, bytes: Uint8Array): void {
      chargeLink(rt, bytes.length);
      rt.store.put(cid, bytes);
    },
    has: (cid) => rt.store.has(cid),
  };
}
