/** eth_*: as much as explorers and Ethereum tools ask for heads and accounts. Source: lotus node/impl/eth, api/eth_aliases.go. */
import { Address } from "../../filecoin/address.ts";
import { addressOfEth, ethAddressOf } from "../../filecoin/eth-address.ts";
import { tipsetKeyCid } from "../../filecoin/chain/block-header.ts";
import { BLOCK_GAS_LIMIT } from "../../filecoin/gas/block-limits.ts";
import type { Chain } from "../chain/chain.ts";
import { CHAIN_ID } from "../chain/chain-params.ts";
import type { Tipset } from "../chain/tipset.ts";
import type { ActorState } from "../state/state-tree.ts";
import { NODE_VERSION } from "./common-methods.ts";
import { blockByNumber, blockOfHash, blockOfParam, ethHash, latestBlock, readBlockParam, readEthHash } from "./eth-blocks.ts";
import { ethLogs } from "./eth-logs.ts";
import { addressJson } from "./lotus-shapes.ts";
import { nextNonce } from "./message-methods.ts";
import { type RpcMethod, read } from "./method-table.ts";
import type { Params } from "./params.ts";
import { RpcCode, RpcFault } from "./rpc-error.ts";

const MIN_PREMIUM = 100_000n;
/** keccak-256 of an RLP list without and string without content: what tools take as «no uncles», «no transactions». */
const NO_UNCLES = "0x1dcc4de8dec75d7aab85b567b6ccd41ad312451b948a7413f0a142fd40d49347";
const EMPTY_ROOT = "0x56e81f171bcc55a6ff8345e692c0f86e5b48e01b996cadc001622fb5e363b421";
const STORAGE_KEY_BYTES = 32;
const zeros = (bytes: number): string => `0x${"00".repeat(bytes)}`;

const quantity = (value: number | bigint): string => `0x${value.toString(16)}`;

/** By their Ethereum names. */
export function ethMethods(chain: Chain): Record<string, RpcMethod> {
  return { ...headMethods(chain), ...accountMethods(chain), ...blockMethods(chain) };
}

function headMethods(chain: Chain): Record<string, RpcMethod> {
  return {
    eth_chainId: read(0, () => quantity(CHAIN_ID)),
    eth_protocolVersion: read(0, () => "0x41"),
    eth_syncing: read(0, () => false),
    eth_accounts: read(0, () => []),
    eth_blockNumber: read(0, () => quantity(latestBlock(chain).height)),
    eth_gasPrice: read(0, () => quantity(chain.head.header.parentBaseFee + MIN_PREMIUM)),
    eth_maxPriorityFeePerGas: read(0, () => quantity(MIN_PREMIUM)),
    eth_getLogs: read(1, (p) => ethLogs(chain, p.object())),
    net_version: read(0, () => String(CHAIN_ID)),
    net_listening: read(0, () => true),
    web3_clientVersion: read(0, () => NODE_VERSION),
  };
}

/** State after a block, as Ethereum counts. No contract runs on this devnet, so none has code or storage. */
function accountMethods(chain: Chain): Record<string, RpcMethod> {
  const actorAt = (address: Address, block: Tipset): ActorState | undefined => {
    const state = chain.stateAfter(block);
    const id = state.resolve(address);
    return id === undefined ? undefined : state.getActor(id);
  };
  return {
    eth_getBalance: read(2, (p) => {
      const address = ethAddress(p);
      return quantity(actorAt(address, blockOfParam(chain, readBlockParam(p.any())))?.balance ?? 0n);
    }),
    eth_getTransactionCount: read(2, (p) => {
      const address = ethAddress(p);
      const block = readBlockParam(p.any());
      if (block.kind === "tag" && block.tag === "pending") return quantity(nextNonce(chain, address));
      return quantity(actorAt(address, blockOfParam(chain, block))?.nonce ?? 0);
    }),
    eth_getCode: read(2, (p) => {
      ethAddress(p);
      if (blockOfParam(chain, readBlockParam(p.any())).height === 0) throw new RpcFault(RpcCode.domain, "block param must not specify genesis block");
      return "0x";
    }),
    eth_getStorageAt: read(3, (p) => {
      ethAddress(p);
      const position = p.text();
      if (!/^0x[0-9a-f]*$/i.test(position)) throw new RpcFault(RpcCode.parse, "expected a storage position in hex");
      blockOfParam(chain, readBlockParam(p.any()));
      if (position.length > 2 + 2 * STORAGE_KEY_BYTES) throw new RpcFault(RpcCode.domain, "supplied storage key is too long");
      return zeros(STORAGE_KEY_BYTES);
    }),
  };
}

const ethAddress = (p: Params): Address => addressOfEth(p.text());

function blockMethods(chain: Chain): Record<string, RpcMethod> {
  const byNumber = (p: Params): Tipset => blockByNumber(chain, p.text(), true);
  const byHash = (p: Params): Tipset => blockOfHash(chain, readEthHash(p.any()));
  const messageCount = (block: Tipset): string => quantity(chain.messagesOf(block).length);
  return {
    eth_getBlockByNumber: read(2, (p) => blockJson(chain, byNumber(p), p.boolean())),
    eth_getBlockByHash: read(2, (p) => blockJson(chain, byHash(p), p.boolean())),
    eth_getBlockTransactionCountByNumber: read(1, (p) => messageCount(byNumber(p))),
    eth_getBlockTransactionCountByHash: read(1, (p) => messageCount(byHash(p))),
  };
}

/** Addresses between both worlds, by their Lotus names. Source: lotus node/impl/eth/filecoin.go. */
export function ethAddressMethods(chain: Chain): Record<string, RpcMethod> {
  return {
    EthAddressToFilecoinAddress: read(1, (p) => addressJson(ethAddress(p))),
    FilecoinAddressToEthAddress: read([1, 2], (p) => {
      const address = p.address();
      return ethAddressOf(address) ?? maskedIdOf(chain, address, p.absent() ? "finalized" : p.text());
    }),
  };
}

/** The masked id of an f1, f2 or f3 address, looked up in the state that a block shows. */
function maskedIdOf(chain: Chain, address: Address, block: string): string {
  const text = addressJson(address);
  if (address.protocol === 4) throw new RpcFault(RpcCode.domain, `invalid filecoin address protocol: ${text}`);
  const id = chain.stateAt(blockByNumber(chain, block, false)).resolve(address);
  const eth = id === undefined ? null : ethAddressOf(Address.id(id));
  if (eth !== null) return eth;
  throw new RpcFault(
    RpcCode.domain,
    `failed to lookup ID address for given Filecoin address ${text} (ensure that the address has been instantiated on-chain and sufficient epochs ` +
      `have passed since instantiation to confirm to the given 'blkParam': "${block}"): resolve address ${text}: actor not found`,
  );
}

/** "eth_getLogs" → "EthGetLogs", the name under which Lotus has the same method. */
export function lotusNameOf(name: string): string {
  const [group = "", method = ""] = name.split("_");
  return `${group.charAt(0).toUpperCase()}${group.slice(1)}${method.charAt(0).toUpperCase()}${method.slice(1)}`;
}

function blockJson(chain: Chain, tipset: Tipset, whole: boolean): Record<string, unknown> {
  if (whole) throw new RpcFault(RpcCode.domain, "whole transactions are not served here: ask with false, and read messages by Filecoin.ChainGetMessage");
  const messages = chain.messagesOf(tipset);
  const gasUsed = chain.receiptsOf(tipset).reduce((sum, receipt) => sum + receipt.gasUsed, 0);
  return {
    hash: ethHash(tipset.keyCid),
    parentHash: ethHash(tipsetKeyCid(tipset.header.parents)),
    sha3Uncles: NO_UNCLES,
    miner: zeros(20),
    stateRoot: zeros(32),
    transactionsRoot: messages.length === 0 ? EMPTY_ROOT : zeros(32),
    receiptsRoot: zeros(32),
    logsBloom: `0x${"ff".repeat(256)}`,
    difficulty: "0x0",
    totalDifficulty: "0x0",
    number: quantity(tipset.height),
    gasLimit: quantity(BLOCK_GAS_LIMIT),
    gasUsed: quantity(gasUsed),
    timestamp: quantity(tipset.header.timestamp),
    extraData: "0x",
    mixHash: zeros(32),
    nonce: zeros(8),
    baseFeePerGas: quantity(tipset.header.parentBaseFee),
    size: "0x0",
    transactions: messages.map((m) => ethHash(m.cid)),
    uncles: [],
  };
}
