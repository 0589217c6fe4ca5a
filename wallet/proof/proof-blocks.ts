import { bytesEqual, ByteTextError, fromBase64 } from "../../filecoin/bytes.ts";
import { type BlockCodec, type Cid, cidOf, isBlake2b256 } from "../../filecoin/cid.ts";
import type { LotusClient } from "../../filecoin/rpc/client.ts";
import {
  MethodNotFound,
  PermissionMissing,
  RpcBadReply,
  RpcBusy,
  RpcCancelled,
  RpcError,
  RpcFailure,
  RpcTimeout,
  RpcUnreachable,
} from "../../filecoin/rpc/errors.ts";
import type { BlockCache } from "./block-cache.ts";
import { ProofFailure, type WhyNotProven } from "./proof-failure.ts";

/** What proofs ask of a node's client. */
export type ProofClient = Pick<LotusClient, "call" | "chainHead" | "chainGetTipSetByHeight">;

/** A node and the host it counts as: two nodes of one host are one witness, whatever their ports. */
export interface ProofNode {
  readonly host: string;
  readonly client: ProofClient;
}

/** The FVM's limit of a block (1 MiB), and a margin for what chain code writes beside it. */
const MOST_BLOCK_BYTES = 1_100_000;
const READ_MS = 10_000;
/** Reads on their way at once. */
const MOST_AT_ONCE = 32;
/** Pauses before a block that no node could give now is asked for again, milliseconds. */
const PAUSES_MS = [0, 1_000, 3_000];
const IDENTITY_HASH = 0x00;

/**
 * Blocks by CID out of nodes that nobody trusts: every block is hashed before anyone sees it, so that any node may serve any block. The first node
 * is asked first; what it cannot give the next one may.
 */
export class ProofBlocks {
  readonly #nodes: readonly ProofNode[];
  readonly #cache: BlockCache;
  readonly #waiting: (() => void)[] = [];
  #atOnce = 0;

  constructor(nodes: readonly ProofNode[], cache: BlockCache) {
    this.#nodes = nodes;
    this.#cache = cache;
  }

  /** The bytes of a block. Throws ProofFailure, RpcCancelled. */
  async read(cid: Cid): Promise<Uint8Array> {
    if (cid.multihash.code === IDENTITY_HASH) return cid.multihash.digest;
    if (!isBlake2b256(cid)) throw new ProofFailure("unreadable", `${cid.toString()} is hashed otherwise than blocks of the chain are`, null, cid);
    return this.#cache.get(cid, () => this.#inTurn(() => this.#readAnywhere(cid)));
  }

  async #inTurn<T>(run: () => Promise<T>): Promise<T> {
    if (this.#atOnce >= MOST_AT_ONCE) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    this.#atOnce++;
    try {
      return await run();
    } finally {
      this.#atOnce--;
      this.#waiting.shift()?.();
    }
  }

  async #readAnywhere(cid: Cid): Promise<Uint8Array> {
    let failures: ProofFailure[] = [];
    for (const pause of PAUSES_MS) {
      if (pause > 0) await new Promise((resolve) => setTimeout(resolve, pause));
      failures = [];
      for (const node of this.#nodes) {
        const answer = await readAt(node, cid);
        if (!(answer instanceof ProofFailure)) return answer;
        failures.push(answer);
      }
      if (!failures.some(({ why }) => why === "busy" || why === "unreachable")) break;
    }
    throw failures.find(({ why }) => why === "wrongBytes") ?? failures[0] ?? new ProofFailure("unreachable", "there is no node to ask", null, cid);
  }
}

async function readAt({ host, client }: ProofNode, cid: Cid): Promise<Uint8Array | ProofFailure> {
  const failed = (why: WhyNotProven, text: string, cause?: unknown): ProofFailure =>
    new ProofFailure(why, `block ${cid.toString()} at ${host}: ${text}`, host, cid, { cause });
  try {
    const answer = await client.call("ChainReadObj", [{ "/": cid.toString() }], { timeoutMs: READ_MS });
    if (answer === null) return failed("missing", "the node answers with nothing");
    if (typeof answer !== "string") return failed("wrongBytes", `expected base64; got ${typeof answer}`);
    if (answer.length > (MOST_BLOCK_BYTES * 4) / 3 + 4) return failed("tooLarge", `expected at most ${MOST_BLOCK_BYTES} bytes`);
    const bytes = fromBase64(answer);
    // isBlake2b256 was asked before; the codec is part of the CID, so any code but the right one differs.
    if (bytesEqual(cidOf(cid.code as BlockCodec, bytes).bytes, cid.bytes)) return bytes;
    return failed("wrongBytes", "the bytes have another hash");
  } catch (error) {
    if (error instanceof ByteTextError) return failed("wrongBytes", error.message, error);
    if (error instanceof RpcCancelled || !(error instanceof RpcFailure)) throw error;
    return failed(whyOf(error), error.message, error);
  }
}

/** What a node's refusal means for a proof. */
export function whyOf(error: RpcFailure): WhyNotProven {
  if (error instanceof MethodNotFound || error instanceof PermissionMissing) return "noBlocks";
  if (error instanceof RpcError) return "missing";
  if (error instanceof RpcBusy) return "busy";
  if (error instanceof RpcTimeout || error instanceof RpcUnreachable) return "unreachable";
  if (error instanceof RpcBadReply) return "wrongBytes";
  return "unreachable";
}
