import { Address } from "../filecoin/address.ts";
import { fromBase64, toBase64 } from "../filecoin/bytes.ts";
import type { Message } from "../filecoin/message.ts";
import { attoFil } from "../filecoin/units.ts";
import type { FeeSpeed } from "./approval-views.ts";
import type { Purpose } from "./slots/slot.ts";

/** What is to be signed, before nonce and fee: plain JSON, no secret; it survives the worker and the lock. */

export interface Draft {
  networkId: string;
  genesis: string;
  from: string;
  to: string;
  value: string;
  method: number;
  /** base64 */
  params: string;
  speed: FeeSpeed;
  purpose: Purpose;
  /** slot whose nonce is used again, for speed-up, cancel and again */
  slotId: string | null;
  /** ids in the params that stand for what a person typed: f0 text → the address as typed */
  typed?: Readonly<Record<string, string>>;
  /** the nonce whose gap this message fills; left out for any other message, which gets the next one */
  fills?: number;
}

export interface Act {
  to: Address;
  value?: bigint;
  method: number;
  params?: Uint8Array;
  /** ids in the params, and the address that was typed for each */
  typed?: readonly { readonly id: Address; readonly typed: Address }[];
}

/** A draft of a new message from an account. */
export function draftOf(network: { id: string; genesis: string }, from: Address, act: Act, speed: FeeSpeed = "usual"): Draft {
  return {
    networkId: network.id,
    genesis: network.genesis,
    from: from.toString(),
    to: act.to.toString(),
    value: (act.value ?? 0n).toString(),
    method: act.method,
    params: toBase64(act.params ?? new Uint8Array()),
    speed,
    purpose: "first",
    slotId: null,
    ...(act.typed === undefined ? {} : { typed: Object.fromEntries(act.typed.map(({ id, typed }) => [id.toString(), typed.toString()])) }),
  };
}

/** The message without nonce and fee: what a first dry run runs. */
export function bareMessage(draft: Draft): Message {
  return {
    version: 0,
    to: Address.parse(draft.to),
    from: Address.parse(draft.from),
    nonce: 0,
    value: attoFil(BigInt(draft.value)),
    gasLimit: 0,
    gasFeeCap: attoFil(0n),
    gasPremium: attoFil(0n),
    method: draft.method,
    params: fromBase64(draft.params),
  };
}
