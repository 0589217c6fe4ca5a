/** What an account has signed and another brings: whether it counts, and what it costs. */
import { type Books, Refused, addTo } from "./books.ts";

/** A signed request, and whose key signed it. */
export interface RelayOrder {
  readonly account: bigint;
  readonly signer: bigint | null;
  /** Meant for this network and actor. */
  readonly here: boolean;
  /** The method may be relayed. */
  readonly fit: boolean;
  readonly nonce: bigint;
  readonly validUntil: number;
  readonly fee: bigint;
  readonly relayer: bigint | null;
}

const LAST_NONCE = 2n ** 64n - 1n;

const nonceOf = (b: Books, account: bigint): bigint => b.nonces.get(account) ?? 0n;

function faultOf(b: Books, order: RelayOrder): string | null {
  if (!order.here) return "relayed for another network or actor";
  if (!order.fit) return "not to be relayed";
  if (b.now > order.validUntil) return "a stale request";
  if (order.relayer !== null && order.relayer !== b.caller) return "meant for another relayer";
  if (order.nonce < nonceOf(b, order.account)) return "a replayed request";
  if (order.nonce === LAST_NONCE) return "no nonce would follow";
  if (order.nonce > nonceOf(b, order.account)) return "a request out of turn";
  if (order.signer !== order.account) return "a forged request";
  return null;
}

/** Uses the nonce up and takes the fee out of the signer's claim. Returns what is wrong with the order. */
export function authorize(b: Books, order: RelayOrder): string | null {
  const { account, fee } = order;
  const fault = faultOf(b, order);
  const claim = b.claims.get(account) ?? 0n;
  if (claim < fee) throw new Refused("the fee exceeds the claim");
  b.nonces.set(account, order.nonce + 1n);
  addTo(b.claims, account, -fee);
  b.postings.push({ did: "withdraw", owner: account, amount: fee });
  b.R -= fee;
  return fault;
}

/** AdvanceNonce: what the caller has signed with a lower one is void. */
export function advanceNonce(b: Books, nonce: bigint): void {
  if (nonce <= nonceOf(b, b.caller)) throw new Refused("not above the nonce");
  b.nonces.set(b.caller, nonce);
}
