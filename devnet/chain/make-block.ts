/** The header of a new block on top of a tipset. */
import type { Address } from "../../filecoin/address.ts";
import type { Cid } from "../../filecoin/cid.ts";
import { SIGNATURE_BLS } from "../../filecoin/message.ts";
import type { BlockHeader } from "../../filecoin/chain/block-header.ts";
import { beaconEntry, ticket } from "./randomness.ts";
import type { Tipset } from "./tipset.ts";

/** What a new block holds beside what follows from its parent. */
export interface NewBlock {
  height: number;
  /** Of the genesis: it seeds the beacon. */
  genesis: Tipset;
  miner: Address;
  /** Makes rival blocks of one height differ. */
  serial: number;
  /** seconds from one epoch to the next */
  blockDelay: number;
  /** State on which its messages run. */
  root: Cid;
  messages: Cid;
  /** attoFIL per gas */
  baseFee: bigint;
}

export function nextHeader(parent: Tipset, block: NewBlock): BlockHeader {
  const { genesis, height } = block;
  const proof = ticket(genesis.cid, height, block.serial);
  return {
    miner: block.miner,
    ticket: proof,
    electionProof: { winCount: 1, vrfProof: proof },
    beaconEntries: [beaconEntry(genesis.cid, height)],
    winPoStProof: [],
    parents: parent.key,
    parentWeight: parent.header.parentWeight + 1n,
    height,
    parentStateRoot: block.root,
    parentMessageReceipts: parent.after.receipts,
    messages: block.messages,
    blsAggregate: { type: SIGNATURE_BLS, data: new Uint8Array(96) },
    timestamp: genesis.header.timestamp + height * block.blockDelay,
    blockSig: { type: SIGNATURE_BLS, data: proof },
    forkSignaling: 0,
    parentBaseFee: block.baseFee,
  };
}
