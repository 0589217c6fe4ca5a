/**
 * What the known node software answers when it refuses: one list. Which refusal means what is told by code, method and the whole text together, never by a word
 * somewhere in it: "getting init actor: actor not found" is a node without state, not a proof that an address is free.
 */

const LOTUS = "https://github.com/filecoin-project/lotus/blob/b835fab702ebce57abd7e6d0c3326bbd1e18c008";
const JSONRPC = "https://github.com/filecoin-project/go-jsonrpc/blob/50fb72743444d47129abaf2081521828d3276af0";
const FOREST = "https://github.com/ChainSafe/forest/blob/72c2f2f0bd70ccbc3c43fb00c4d5927c737daefb";
const EIP_1474 = "https://eips.ethereum.org/EIPS/eip-1474#error-codes";

export type Meaning = "actorNotFound" | "methodNotFound" | "permissionMissing" | "busy";

export interface NodeAnswer {
  software: string;
  /** Where the software says so. */
  source: string;
  meaning: Meaning;
  /** Bare method names; absent: any. */
  methods?: readonly string[];
  /** JSON-RPC codes; absent: any. */
  codes?: readonly number[];
  /** The whole text, or its beginning. A group named "address" must be the first parameter of the question. */
  words?: RegExp;
  /** Texts of these codes that mean something else. */
  butNot?: RegExp;
}

/** Lotus gives 11 since 1.35 and gave 3 before, which stands for a reverted execution since. */
const LOTUS_ACTOR_NOT_FOUND = [3, 11] as const;
/** What Lotus gives for every error without a type of its own. */
const LOTUS_GENERAL = [1] as const;
const JSON_RPC_INTERNAL = [-32603] as const;

const MINER_READS = [
  "StateMinerInfo",
  "StateMinerPower",
  "StateMinerSectorCount",
  "StateMinerProvingDeadline",
  "StateMinerAvailableBalance",
  "StateMinerFaults",
];
/** An address as Lotus' state tree cannot find it: an id plainly, any other one by the address that does not resolve. */
const LOTUS_ABSENT = "(?:resolution lookup failed \\((?<address>\\w+)\\): resolve address \\k<address>: )?actor not found$";

export const NODE_ANSWERS: readonly NodeAnswer[] = [
  {
    software: "Lotus",
    source: `${LOTUS}/node/impl/full/state.go#L487-L499`,
    meaning: "actorNotFound",
    methods: ["StateLookupID", "StateGetActor"],
    codes: LOTUS_ACTOR_NOT_FOUND,
    words: /^actor not found$/,
  },
  {
    software: "Lotus",
    source: `${LOTUS}/chain/state/statetree.go#L364-L403`,
    meaning: "actorNotFound",
    methods: ["StateGetActor", "StateLookupID", "MpoolGetNonce"],
    codes: LOTUS_GENERAL,
    words: new RegExp(`^${LOTUS_ABSENT}`),
  },
  {
    software: "Lotus",
    source: `${LOTUS}/node/impl/full/state.go#L162-L171`,
    meaning: "actorNotFound",
    methods: MINER_READS,
    codes: LOTUS_GENERAL,
    words: new RegExp(`^failed to load miner actor: ${LOTUS_ABSENT}`),
  },
  {
    software: "Lotus",
    source: `${LOTUS}/node/impl/full/state.go#L519-L527`,
    meaning: "actorNotFound",
    methods: ["StateReadState"],
    codes: LOTUS_GENERAL,
    words: new RegExp(`^getting actor: ${LOTUS_ABSENT}`),
  },
  {
    software: "Lotus",
    source: `${LOTUS}/chain/vm/vm.go#L53-L61`,
    meaning: "actorNotFound",
    methods: ["StateAccountKey"],
    codes: LOTUS_GENERAL,
    words: /^failed to find actor: (?<address>\w+)$/,
  },
  {
    software: "Lotus",
    source: `${LOTUS}/chain/stmgr/stmgr.go#L430-L470`,
    meaning: "actorNotFound",
    methods: ["StateLookupRobustAddress"],
    codes: LOTUS_GENERAL,
    words: /^Address (?<address>\w+) not found$/,
  },
  // Forest answers StateGetActor with null, which the client reads.
  {
    software: "Forest",
    source: `${FOREST}/src/state_manager/address_resolution.rs#L44-L47`,
    meaning: "actorNotFound",
    methods: ["StateLookupID"],
    codes: JSON_RPC_INTERNAL,
    words: /^Failed to lookup the id address (?<address>\w+)$/,
  },
  {
    software: "Forest",
    source: `${FOREST}/src/shim/state_tree.rs#L200-L203`,
    meaning: "actorNotFound",
    methods: ["StateReadState", "MpoolGetNonce", ...MINER_READS],
    codes: JSON_RPC_INTERNAL,
    words: /^Actor not found: addr=(?<address>\w+)$/,
  },
  {
    software: "Forest",
    source: `${FOREST}/src/state_manager/actor_queries.rs#L35-L40`,
    meaning: "actorNotFound",
    methods: MINER_READS,
    codes: JSON_RPC_INTERNAL,
    words: /^Miner actor (?<address>\w+) not found at epoch -?\d+$/,
  },
  {
    software: "Forest",
    source: `${FOREST}/src/shim/state_tree.rs#L380-L400`,
    meaning: "actorNotFound",
    methods: ["StateAccountKey"],
    codes: JSON_RPC_INTERNAL,
    words: /^failed to find actor: (?<address>\w+)$/,
  },

  { software: "Lotus, Forest", source: `${JSONRPC}/handler.go#L323`, meaning: "methodNotFound", codes: [-32601] },
  { software: "Forest", source: `${FOREST}/src/rpc/error.rs#L81-L87`, meaning: "methodNotFound", codes: [-32001], words: /^unsupported method$/ },
  {
    software: "Forest with a list of methods",
    source: `${FOREST}/src/rpc/filter_layer.rs#L45-L56`,
    meaning: "methodNotFound",
    codes: [403],
    words: /^Forbidden$/,
  },
  { software: "public gateways", source: EIP_1474, meaning: "methodNotFound", codes: [-32004] },

  { software: "Lotus, Forest", source: `${JSONRPC}/auth/auth.go#L65`, meaning: "permissionMissing", words: /^missing permission to invoke '/ },
  {
    software: "Ankr",
    source: "https://github.com/BitteProtocol/near-ca/pull/173",
    meaning: "permissionMissing",
    codes: [-32000],
    words: /^Unauthorized: /,
  },

  { software: "Lotus gateway", source: `${LOTUS}/gateway/node.go#L256-L273`, meaning: "busy", words: /^(?:server busy|connection limited)(?:\.|$)/ },
  {
    software: "Chainstack, Infura",
    source: "https://docs.chainstack.com/reference/node-api-errors-reference",
    meaning: "busy",
    codes: [-32005],
    // Lotus itself has this code for a range of epochs that is too long (api/api_errors.go).
    butNot: /\brange\b/i,
  },
  {
    software: "QuickNode",
    source: "https://github.com/EspressoSystems/espresso-network/pull/4838",
    meaning: "busy",
    codes: [-32007],
  },
  { software: "proxyd", source: "https://github.com/base/node/issues/368", meaning: "busy", codes: [-32016], words: /^over rate limit$/ },
  { software: "TheRPC", source: "https://github.com/reown-com/blockchain-api/pull/1102", meaning: "busy", codes: [-32029] },
  { software: "Alchemy and others", source: "https://www.alchemy.com/docs/reference/error-reference", meaning: "busy", codes: [429] },
  {
    software: "public gateways",
    source: "https://www.rfc-editor.org/rfc/rfc6585#section-4",
    meaning: "busy",
    words: /^(?:429\b|too many requests?\b|over rate limit\b|rate limit)/i,
  },
];

export interface Refusal {
  /** Bare method name. */
  method: string;
  /** JSON-RPC code. */
  code: number;
  /** The node's own words. */
  message: string;
  /** What was asked. */
  params?: readonly unknown[] | undefined;
}

/** What a refusal means; null: the list does not know it. */
export function meaningOf(refusal: Refusal): Meaning | null {
  return NODE_ANSWERS.find((answer) => fits(answer, refusal))?.meaning ?? null;
}

function fits({ methods, codes, words, butNot }: NodeAnswer, { method, code, message, params }: Refusal): boolean {
  if (methods?.includes(method) === false || codes?.includes(code) === false || butNot?.test(message) === true) return false;
  if (words === undefined) return true;
  const found = words.exec(message.trim());
  if (found === null) return false;
  const named = found.groups?.["address"];
  return named === undefined || params === undefined || sameAddress(named, params[0]);
}

/** The same text behind the network's letter: a node may write addresses for another network than it was asked with. */
function sameAddress(named: string, asked: unknown): boolean {
  return typeof asked === "string" && named.slice(1) === asked.slice(1);
}
