/**
 * Messages that wait for a block, by the rules of lotus chain/messagepool (messagepool.go, config.go) for messages pushed to the
 * node itself; `untrusted` pushes are those of a gateway. Refusals carry Lotus' texts, since wallets match on them.
 */
import type { Address } from "../../filecoin/address.ts";
import { formatFil } from "../../filecoin/amount.ts";
import { type Cid, cidKey } from "../../filecoin/cid.ts";
import { MINIMUM_BASE_FEE, effectivePremium } from "../../filecoin/gas/base-fee.ts";
import { BLOCK_GAS_LIMIT, BLOCK_MESSAGE_LIMIT } from "../../filecoin/gas/block-limits.ts";
import { leastReplacingPremium, requiredFunds } from "../../filecoin/gas/fee.ts";
import { chainLength, inclusionGas } from "../../filecoin/gas/on-chain.ts";
import { type Message, type SignedMessage, encodeSignedMessage, signedMessageCid } from "../../filecoin/message.ts";
import { verifyMessage } from "../../filecoin/message-signing.ts";
import { CHAIN_ID, TOTAL_FILECOIN } from "./chain-params.ts";
import type { PoolSender } from "./pool-sender.ts";

const MAX_MESSAGE_BYTES = 64 * 1024;
const MAX_PENDING = 1_000;
const MAX_PENDING_UNTRUSTED = 100;

export type MempoolRefusal =
  | "too-big"
  | "invalid"
  | "fee-cap-too-low"
  | "bad-signature"
  | "unknown-sender"
  | "nonce-too-low"
  | "not-enough-funds"
  | "replace-premium-too-low"
  | "already-pending"
  | "too-many-pending";

/** A message the pool does not take. The text is the one Lotus gives. */
export class MempoolError extends Error {
  override readonly name = "MempoolError";
  constructor(
    readonly refusal: MempoolRefusal,
    message: string,
  ) {
    super(message);
  }
}

/** What the pool asks of the chain about a sender, after the messages of the head tipset have run. */
export interface SenderView {
  /** The actor of this address; undefined when there is none. */
  sender(address: Address): PoolSender | undefined;
}

export interface PooledMessage {
  readonly cid: Cid;
  readonly signed: SignedMessage;
  /** Bytes on the chain, which inclusion gas is counted on: signed for secp256k1 and delegated, unsigned for BLS. */
  readonly chainLength: number;
}

export class Mempool {
  readonly #view: SenderView;
  /** sender key → nonce → message */
  readonly #pending = new Map<string, Map<number, PooledMessage>>();
  #size = 0;

  constructor(view: SenderView) {
    this.#view = view;
  }

  get size(): number {
    return this.#size;
  }

  /** Checks a pushed message as a node does and takes it in, or throws MempoolError. Answers what was pooled. */
  push(signed: SignedMessage, options: { untrusted?: boolean } = {}): PooledMessage {
    const pooled = pooledMessage(signed);
    checkAlone(signed);
    const m = signed.message;
    const sender = this.#view.sender(m.from);
    if (sender === undefined) {
      refuse(
        "unknown-sender",
        `failed to look up actor state nonce: resolution lookup failed (${m.from.toString("t")}): resolve address ${m.from.toString("t")}: actor not found: validation failure`,
      );
    }
    if (sender.nonce > m.nonce) {
      refuse("nonce-too-low", `minimum expected nonce is ${sender.nonce}, got ${m.nonce}: message nonce too low`);
    }
    if (!sender.maySend) refuse("invalid", `sender actor ${m.from.toString("t")} is not a valid top-level sender`);
    checkInclusionGas(m, pooled.chainLength);
    this.#checkFunds(m, sender.balance);
    this.#insert(pooled, options.untrusted === true ? MAX_PENDING_UNTRUSTED : MAX_PENDING);
    return pooled;
  }

  /** Takes back a message of an abandoned block, or of an earlier run, without checks; what waits at its nonce by now stays. */
  restore(signed: SignedMessage): void {
    const pooled = pooledMessage(signed);
    const queue = this.#queue(signed.message.from);
    if (queue.has(signed.message.nonce)) return;
    this.#size++;
    queue.set(signed.message.nonce, pooled);
  }

  /** Forgets what stands at a sender's nonce, because a block used it up. */
  remove(from: Address, nonce: number): void {
    const queue = this.#pending.get(from.key);
    if (queue?.delete(nonce) !== true) return;
    this.#size--;
    if (queue.size === 0) this.#pending.delete(from.key);
  }

  /** Everything that waits, by sender and nonce. */
  all(): PooledMessage[] {
    return [...this.#pending.values()].flatMap(sorted);
  }

  of(from: Address): PooledMessage[] {
    const queue = this.#pending.get(from.key);
    return queue === undefined ? [] : sorted(queue);
  }

  /** The next unused nonce: that of the state, or behind the unbroken run of messages that wait. */
  nextNonce(from: Address): number | undefined {
    const sender = this.#view.sender(from);
    if (sender === undefined) return undefined;
    const queue = this.#pending.get(from.key);
    let nonce = sender.nonce;
    while (queue?.has(nonce) === true) nonce++;
    return nonce;
  }

  /**
   * What a miner would put into the next block: per sender the unbroken run of nonces that can pay `baseFee`, dearest first,
   * up to the block's limits. A message that waits behind a cheaper one of its sender ranks as that one.
   */
  select(baseFee: bigint): PooledMessage[] {
    const ranked: { pooled: PooledMessage; rank: bigint }[] = [];
    for (const queue of this.#pending.values()) {
      const first = queue.values().next().value;
      const sender = first && this.#view.sender(first.signed.message.from);
      if (sender?.maySend !== true) continue;
      let { nonce, balance } = sender;
      let rank: bigint | undefined;
      for (let next = queue.get(nonce); next !== undefined; next = queue.get(++nonce)) {
        const m = next.signed.message;
        balance -= requiredFunds(m);
        if (m.gasFeeCap < baseFee || balance < 0n) break;
        const premium = effectivePremium(m, baseFee);
        rank = rank === undefined || premium < rank ? premium : rank;
        ranked.push({ pooled: next, rank });
      }
    }
    ranked.sort((a, b) => (a.rank === b.rank ? 0 : a.rank > b.rank ? -1 : 1));
    return fillBlock(ranked.map((r) => r.pooled));
  }

  #queue(from: Address): Map<number, PooledMessage> {
    let queue = this.#pending.get(from.key);
    if (queue === undefined) {
      queue = new Map();
      this.#pending.set(from.key, queue);
    }
    return queue;
  }

  #checkFunds(m: Message, balance: bigint): void {
    const fil = (amount: bigint): string => `${formatFil(amount)} FIL`;
    let required = requiredFunds(m);
    if (balance < required) {
      refuse(
        "not-enough-funds",
        `failed to check balance: not enough funds (required: ${fil(required)}, balance: ${fil(balance)}): not enough funds to execute transaction`,
      );
    }
    for (const other of this.#pending.get(m.from.key)?.values() ?? []) {
      if (other.signed.message.nonce !== m.nonce) required += requiredFunds(other.signed.message);
    }
    if (balance < required) {
      refuse(
        "not-enough-funds",
        `failed to check balance: not enough funds including pending messages (required: ${fil(required)}, balance: ${fil(balance)}): validation failure`,
      );
    }
  }

  #insert(pooled: PooledMessage, maxPending: number): void {
    const m = pooled.signed.message;
    const existing = this.#pending.get(m.from.key)?.get(m.nonce);
    const what = `failed to add locked: message from ${m.from.toString("t")} with nonce ${m.nonce} already in mpool`;
    if (existing === undefined) {
      if ((this.#pending.get(m.from.key)?.size ?? 0) >= maxPending) {
        refuse("too-many-pending", "failed to add locked: too many pending messages for actor");
      }
      this.#size++;
    } else if (cidKey(existing.cid) === cidKey(pooled.cid)) {
      refuse("already-pending", `${what}: message with nonce already exists`);
    } else {
      const least = leastReplacingPremium(existing.signed.message.gasPremium);
      if (m.gasPremium < least) {
        refuse(
          "replace-premium-too-low",
          `${what}, increase GasPremium to ${least} from ${m.gasPremium} to trigger replace by fee: replace by fee has too low GasPremium`,
        );
      }
    }
    this.#queue(m.from).set(m.nonce, pooled);
  }
}

function pooledMessage(signed: SignedMessage): PooledMessage {
  return { cid: signedMessageCid(signed), signed, chainLength: chainLength(signed) };
}

const sorted = (queue: Map<number, PooledMessage>): PooledMessage[] => [...queue.values()].sort((a, b) => a.signed.message.nonce - b.signed.message.nonce);

/** What can be said of a message without looking at the state. */
function checkAlone(signed: SignedMessage): void {
  const m = signed.message;
  const size = encodeSignedMessage(signed).length;
  if (size > MAX_MESSAGE_BYTES) refuse("too-big", `mpool message too large (${size}B): message too big`);
  const fault = blockFault(m);
  if (fault !== null) refuse("invalid", `message not valid for block inclusion: ${fault}`);
  if (m.value >= TOTAL_FILECOIN) refuse("invalid", "cannot send more filecoin than will ever exist");
  if (m.gasFeeCap < MINIMUM_BASE_FEE) refuse("fee-cap-too-low", "gas fee cap too low");
  if (!verifyMessage(signed, m.from, CHAIN_ID)) {
    refuse("bad-signature", `signature verification failed: failed to validate signature: signature did not match (${m.from.toString("t")})`);
  }
}

/** Why no block may hold this message, or null. Source: lotus types.Message.ValidForBlockInclusion. */
function blockFault(m: Message): string | null {
  if (m.to.protocol === 3 && m.to.payload[0] === 0xc0 && m.to.payload.subarray(1).every((b) => b === 0)) return "invalid 'To' address";
  if (m.value < 0n) return "'Value' field cannot be negative";
  if (m.value > TOTAL_FILECOIN) return "'Value' field cannot be greater than total filecoin supply";
  if (m.gasFeeCap < 0n) return "'GasFeeCap' field cannot be negative";
  if (m.gasPremium < 0n) return "'GasPremium' field cannot be negative";
  if (m.gasPremium > m.gasFeeCap) return "'GasFeeCap' less than 'GasPremium'";
  if (m.gasLimit > BLOCK_GAS_LIMIT) {
    return `'GasLimit' field cannot be greater than a block's gas limit (${m.gasLimit} > ${BLOCK_GAS_LIMIT})`;
  }
  if (m.gasLimit <= 0) return `'GasLimit' field ${m.gasLimit} must be positive`;
  return null;
}

function checkInclusionGas(m: Message, chainLength: number): void {
  const least = inclusionGas(chainLength);
  if (m.gasLimit < least) {
    refuse(
      "invalid",
      `verify msg failed: message will not be included in a block: 'GasLimit' field cannot be less than the cost of storing a message on chain ${m.gasLimit} < ${least}`,
    );
  }
}

/** As many as fit into a block, in this order; once a sender's message does not fit, none of its later ones may. */
function fillBlock(ranked: PooledMessage[]): PooledMessage[] {
  const block: PooledMessage[] = [];
  const closed = new Set<string>();
  let gas = 0;
  for (const pooled of ranked) {
    const { from, gasLimit } = pooled.signed.message;
    if (block.length >= BLOCK_MESSAGE_LIMIT) break;
    if (closed.has(from.key) || gas + gasLimit > BLOCK_GAS_LIMIT) closed.add(from.key);
    else {
      gas += gasLimit;
      block.push(pooled);
    }
  }
  return block;
}

function refuse(refusal: MempoolRefusal, text: string): never {
  throw new MempoolError(refusal, text);
}
