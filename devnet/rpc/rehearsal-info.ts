/** What a devnet says of itself: the declaration that it is a rehearsal, and the keys that belong to it. */
import { Address } from "../../filecoin/address.ts";
import { formatLotusKey } from "../../filecoin/lotusKey.ts";
import type { Chain } from "../chain/chain.ts";
import type { Rehearsal } from "../chain/founding.ts";
import { addressJson } from "./lotus-shapes.ts";
import { minerIds } from "./state-reader.ts";

export interface RehearsalSetup {
  mnemonic: string;
  rehearsal: Rehearsal;
  /** Rights read and write: what a wallet may hold. */
  walletToken: string;
}

export interface AccountInfo {
  address: string;
  id: string;
  path: string;
  /** Lotus hex */
  key: string;
  /** attoFIL */
  balance: string;
}

export interface MinerInfo {
  address: string;
  owner: string;
  worker: string;
  /** Lotus hex */
  workerKey: string;
}

export function accountInfos(chain: Chain, { accounts }: Rehearsal): AccountInfo[] {
  const state = chain.stateAt(chain.head);
  return accounts.map(({ address, path, key }) => {
    const id = state.resolve(address);
    const balance = id === undefined ? 0n : (state.getActor(id)?.balance ?? 0n);
    return {
      address: addressJson(address),
      id: id === undefined ? "" : addressJson(Address.id(id)),
      path,
      key: formatLotusKey(key),
      balance: balance.toString(),
    };
  });
}

/** The founded miners, which have the lowest ids of all miners. */
export function minerInfos(chain: Chain, { miners }: Rehearsal): MinerInfo[] {
  const ids = minerIds(chain, null);
  return miners.map(({ owner, worker, workerKey }, i) => ({
    address: addressJson(Address.id(ids[i] ?? 0n)),
    owner: addressJson(owner),
    worker: addressJson(worker),
    workerKey: formatLotusKey(workerKey),
  }));
}
