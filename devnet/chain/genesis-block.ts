/** The block and tipset of height 0. Source: lotus chain/gen/genesis. */
import { Address } from "../../filecoin/address.ts";
import { encodeCbor } from "../../filecoin/cbor.ts";
import { DAG_CBOR, parseCid } from "../../filecoin/cid.ts";
import { putBlock } from "../state/blockstore.ts";
import { type BlockHeader, encodeBlockHeader, encodeTipsetKey } from "../../filecoin/chain/block-header.ts";
import type { Genesis } from "./chain-options.ts";
import { INITIAL_BASE_FEE } from "../../filecoin/gas/base-fee.ts";
import { writeMessageMeta, writeReceipts } from "./receipts.ts";
import type { StagedBlockstore } from "./staged-blockstore.ts";
import { Tipset } from "./tipset.ts";

/** What every network names as the parent of its first block: a map that tells of the network's beginning in 2017, hashed with sha2-256. */
const PARENT = parseCid("bafyreiaqpwbbyjo4a42saasj36kkrpv4tsherf2e7bvezkert2a7dhonoi");
const PARENT_BLOCK = encodeCbor({
  Datetime: "2017-05-05 01:27:51",
  Network: "Filecoin",
  Token: "Filecoin",
  TokenAmounts: {
    TotalSupply: "2,000,000,000",
    Miners: "1,400,000,000",
    ProtocolLabs: { Development: "300,000,000", Fundraising: "200,000,000", Foundation: "100,000,000" },
  },
  Message: "This is the Genesis Block of the Filecoin Decentralized Storage Network.",
});

/** Writes the genesis: its block names one state, the first tipset is built on another (see Genesis.found). */
export function makeGenesis(blocks: StagedBlockstore, genesis: Genesis): Tipset {
  const seed = new TextEncoder().encode(genesis.networkName);
  const root = genesis.root(blocks);
  const receipts = writeReceipts(blocks, []);
  const header: BlockHeader = {
    miner: Address.id(0),
    ticket: seed,
    electionProof: { winCount: 0, vrfProof: new Uint8Array(0) },
    beaconEntries: [{ round: 0, data: seed }],
    winPoStProof: [],
    parents: [PARENT],
    parentWeight: 0n,
    height: 0,
    parentStateRoot: root,
    parentMessageReceipts: receipts,
    messages: writeMessageMeta(blocks, [], []),
    blsAggregate: null,
    timestamp: genesis.timestamp,
    blockSig: null,
    forkSignaling: 0,
    parentBaseFee: INITIAL_BASE_FEE,
  };
  const cid = putBlock(blocks, DAG_CBOR, encodeBlockHeader(header));
  const key = putBlock(blocks, DAG_CBOR, encodeTipsetKey([cid]));
  blocks.put(PARENT, PARENT_BLOCK);
  const tip = genesis.found(blocks, cid);
  blocks.keep([PARENT, cid, key, root, receipts, tip]);
  return new Tipset(header, cid, null, { root: tip, receipts, eventCount: 0 });
}
