/** Filecoin.Chain*: tipsets, blocks, messages, raw objects, and the stream of head changes. */
import { parseCid } from "../../filecoin/cid.ts";
import { type CborValue, decodeCbor } from "../../filecoin/cbor.ts";
import type { Cid } from "../../filecoin/cid.ts";
import { toBase64 } from "../../filecoin/bytes.ts";
import { SIGNATURE_BLS, signedMessageToJson } from "../../filecoin/message.ts";
import type { Chain } from "../chain/chain.ts";
import { ChainLookupError } from "../chain/canonical-chain.ts";
import { readEvents, readReceipts } from "../chain/receipts.ts";
import type { HeadChange, Tipset } from "../chain/tipset.ts";
import { PREFIX, cidJson, headChangeJson, headerJson, messageJson, nullIfEmpty, receiptJson, tipsetJson } from "./lotus-shapes.ts";
import { type RpcMethod, read } from "./method-table.ts";
import { RpcCode, RpcFault } from "./rpc-error.ts";
import { ipldJson } from "./ipld-json.ts";

export function chainMethods(chain: Chain): Record<string, RpcMethod> {
  return {
    ChainHead: read(0, () => tipsetJson(chain.head)),
    ChainGetGenesis: read(0, () => tipsetJson(chain.genesis)),
    ChainGetTipSet: read(1, (p) => tipsetJson(chain.line.byKey(p.tipsetKey()))),
    ChainGetTipSetByHeight: read(2, (p) => {
      const height = p.integer();
      return tipsetJson(chain.line.atOrBelow(height, chain.line.byKey(p.tipsetKey())));
    }),
    ChainGetTipSetAfterHeight: read(2, (p) => {
      const height = p.integer();
      return tipsetJson(chain.line.atOrAbove(height, chain.line.byKey(p.tipsetKey())));
    }),
    ChainGetFinalizedTipSet: read(0, () => tipsetJson(chain.line.finalized)),
    ChainGetPath: read(2, (p) => {
      const from = chain.line.byKey(p.tipsetKey());
      return pathBetween(from, chain.line.byKey(p.tipsetKey())).map(headChangeJson);
    }),
    ChainTipSetWeight: read(1, (p) => chain.line.byKey(p.tipsetKey()).header.parentWeight.toString()),
    ChainNotify: {
      permission: "read",
      params: 0,
      streams: true,
      call: (_p, context) => context.channel?.((send, signal) => notify(chain, send, signal)),
    },
    ...blockMethods(chain),
    ...objectMethods(chain),
  };
}

function blockMethods(chain: Chain): Record<string, RpcMethod> {
  return {
    ChainGetBlock: read(1, (p) => headerJson(block(chain, p.cid()).header)),
    ChainGetBlockMessages: read(1, (p) => {
      const messages = chain.messagesOf(block(chain, p.cid()));
      const isBls = (m: (typeof messages)[number]): boolean => m.signed.signature.type === SIGNATURE_BLS;
      return {
        BlsMessages: messages.filter(isBls).map((m) => messageJson(m.signed.message)),
        SecpkMessages: messages.filter((m) => !isBls(m)).map((m) => signedMessageToJson(m.signed, PREFIX)),
        Cids: messages.map((m) => cidJson(m.cid)),
      };
    }),
    ChainGetParentMessages: read(1, (p) => {
      const { parent } = block(chain, p.cid());
      return parent === null ? null : nullIfEmpty(messagesJson(chain, parent));
    }),
    ChainGetParentReceipts: read(1, (p) => {
      const { parent, header } = block(chain, p.cid());
      return parent === null ? null : readReceipts(chain.blocks, header.parentMessageReceipts).map(receiptJson);
    }),
    ChainGetMessagesInTipset: read(1, (p) => {
      const tipset = chain.line.byKey(p.tipsetKey());
      return tipset.height === 0 ? null : nullIfEmpty(messagesJson(chain, tipset));
    }),
    ChainGetMessage: read(1, (p) => {
      const cid = p.cid();
      const message = chain.message(cid);
      if (message === undefined) throw notStored(cid);
      return messageJson(message);
    }),
    ChainGetEvents: read(1, (p) =>
      readEvents(chain.blocks, p.cid()).map((e) => ({
        Emitter: Number(e.emitter),
        Entries: e.entries.map((x) => ({
          Flags: x.flags,
          Key: x.key,
          Codec: x.codec,
          Value: toBase64(x.value),
        })),
      })),
    ),
  };
}

function objectMethods(chain: Chain): Record<string, RpcMethod> {
  return {
    ChainReadObj: read(1, (p) => toBase64(object(chain, p.cid()))),
    ChainHasObj: read(1, (p) => chain.blocks.has(p.cid())),
    ChainGetNode: read(1, (p) => {
      const [root = "", ...path] = p
        .text()
        .replace(/^\/?(ipfs\/|ipld\/)?/, "")
        .split("/")
        .filter((s) => s !== "");
      return walk(chain, parseCid(root), path);
    }),
  };
}

function block(chain: Chain, cid: Cid): Tipset {
  const tipset = chain.line.block(cid);
  if (tipset === undefined) throw notStored(cid);
  return tipset;
}

function object(chain: Chain, cid: Cid): Uint8Array {
  const bytes = chain.blocks.get(cid);
  if (bytes === undefined) throw new RpcFault(RpcCode.domain, `blockstore get: ipld: could not find ${cid.toString()}`);
  return bytes;
}

const notStored = (cid: Cid): ChainLookupError => new ChainLookupError("unknown-tipset", `ipld: could not find ${cid.toString()}`);

function messagesJson(chain: Chain, tipset: Tipset): Record<string, unknown>[] {
  return chain.messagesOf(tipset).map((m) => ({ Cid: cidJson(m.cid), Message: messageJson(m.signed.message) }));
}

function notify(chain: Chain, send: (value: unknown) => void, signal: AbortSignal): void {
  send([headChangeJson({ type: "current", tipset: chain.head })]);
  const stop = chain.subscribe((changes) => send(changes.map(headChangeJson)));
  signal.addEventListener("abort", stop, { once: true });
}

/** Down from one tipset to the common ancestor, then up to the other. */
function pathBetween(from: Tipset, to: Tipset): HeadChange[] {
  const down: HeadChange[] = [];
  const up: HeadChange[] = [];
  let [a, b]: [Tipset, Tipset] = [from, to];
  while (a !== b) {
    if (a.height >= b.height && a.parent !== null) {
      down.push({ type: "revert", tipset: a });
      a = a.parent;
    } else if (b.parent !== null) {
      up.unshift({ type: "apply", tipset: b });
      b = b.parent;
    } else break;
  }
  return [...down, ...up];
}

/** The object at a path below a CID, through links: {Cid of the block, Obj}. */
function walk(chain: Chain, root: Cid, path: string[]): Record<string, unknown> {
  let cid = root;
  let value: CborValue = decodeCbor(object(chain, cid));
  for (const segment of path) {
    if (isLink(value)) [cid, value] = [value, decodeCbor(object(chain, value))];
    if (value === null || typeof value !== "object" || !Object.keys(value).includes(segment)) throw new RpcFault(RpcCode.domain, `no such link: ${segment}`);
    value = (value as Record<string, CborValue>)[segment] ?? null;
  }
  if (isLink(value)) [cid, value] = [value, decodeCbor(object(chain, value))];
  return { Cid: cidJson(cid), Obj: ipldJson(value) };
}

const isLink = (value: CborValue): value is Cid => typeof value === "object" && value !== null && "multihash" in value;
