/** Where a message was run, and with which receipt. Source: lotus chain/stmgr/searchwait.go. */
import type { Cid } from "../../filecoin/cid.ts";
import type { Message } from "../../filecoin/message.ts";
import type { Chain } from "./chain.ts";
import type { Receipt } from "../../filecoin/chain/receipt.ts";
import type { Tipset } from "./tipset.ts";

export interface FoundMessage {
  /** The message that ran; another one than asked for when it was replaced. */
  cid: Cid;
  receipt: Receipt;
  /** The tipset that shows the receipt: the child of the one that holds the message. */
  shownIn: Tipset;
  heldIn: Tipset;
  index: number;
}

export class MessageSearchError extends Error {
  override readonly name = "MessageSearchError";
  constructor(
    readonly reason: "unknown-message" | "replaced",
    message: string,
  ) {
    super(message);
  }
}

export interface SearchOptions {
  /** Epochs to look back from `from`; −1 = to the genesis. */
  limit: number;
  /** Accept a message with the same sender, nonce and call, but other fees. */
  allowReplaced: boolean;
}

/**
 * Finds a message this node has seen, at or below `from`; undefined when it did not run there.
 * Throws MessageSearchError for a message never seen, and when another one took its nonce.
 */
export function searchMessage(chain: Chain, cid: Cid, from: Tipset, options: SearchOptions): FoundMessage | undefined {
  const message = chain.message(cid);
  if (message === undefined) {
    throw new MessageSearchError("unknown-message", `failed to load message: ipld: could not find ${cid.toString()}`);
  }
  const place = chain.line.isCanonical(from) ? canonicalPlace(chain, message, from) : placeOnBranch(chain, message, from);
  if (place === undefined) return undefined;
  const { heldIn, shownIn, index } = place;
  if (options.limit >= 0 && shownIn !== from && shownIn.height <= from.height - options.limit) return undefined;
  const found = chain.messagesOf(heldIn)[index];
  const receipt = chain.receiptsOf(heldIn)[index];
  if (found === undefined || receipt === undefined) return undefined;
  if (!found.cid.equals(cid)) checkReplacement(cid, message, found.cid, found.signed.message, options.allowReplaced);
  return { cid: found.cid, receipt, shownIn, heldIn, index };
}

interface Place {
  heldIn: Tipset;
  shownIn: Tipset;
  index: number;
}

function canonicalPlace(chain: Chain, message: Message, from: Tipset): Place | undefined {
  const included = chain.inclusion(message.from, message.nonce);
  const shownIn = included && chain.line.childOf(included.tipset);
  if (included === undefined || shownIn === undefined || shownIn.height > from.height) return undefined;
  return { heldIn: included.tipset, shownIn, index: included.index };
}

function placeOnBranch(chain: Chain, message: Message, from: Tipset): Place | undefined {
  for (let shownIn = from; shownIn.parent !== null; shownIn = shownIn.parent) {
    const heldIn = shownIn.parent;
    const index = chain.messagesOf(heldIn).findIndex(({ signed: { message: m } }) => m.nonce === message.nonce && m.from.equals(message.from));
    if (index >= 0) return { heldIn, shownIn, index };
  }
  return undefined;
}

function checkReplacement(wanted: Cid, message: Message, foundCid: Cid, found: Message, allowed: boolean): void {
  const what = `(F:${wanted.toString()} n ${message.nonce}, TS: ${foundCid.toString()} n${found.nonce})`;
  if (!sameCall(message, found)) {
    throw new MessageSearchError(
      "replaced",
      `message was replaced: found message with equal nonce as the one we are looking for that is NOT a valid replacement message ${what}`,
    );
  }
  if (!allowed) {
    throw new MessageSearchError("replaced", `message was replaced: found message with equal nonce as the one we are looking for ${what}`);
  }
}

function sameCall(a: Message, b: Message): boolean {
  const params = a.params.length === b.params.length && a.params.every((byte, i) => byte === b.params[i]);
  return params && a.to.equals(b.to) && a.from.equals(b.from) && a.nonce === b.nonce && a.value === b.value && a.method === b.method;
}
