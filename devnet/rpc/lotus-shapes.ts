/** Chain objects in Lotus' JSON. Source: lotus api/types.go, chain/types; field names are Go's. */
import type { Address, NetworkPrefix } from "../../filecoin/address.ts";
import { toBase64 } from "../../filecoin/bytes.ts";
import type { Cid } from "../../filecoin/cid.ts";
import { type Message, messageToJson } from "../../filecoin/message.ts";
import type { Applied } from "../chain/apply-message.ts";
import type { FoundEvent } from "../chain/actor-events.ts";
import type { BlockHeader, TypedBytes } from "../../filecoin/chain/block-header.ts";
import type { Receipt } from "../../filecoin/chain/receipt.ts";
import type { HeadChange, Tipset } from "../chain/tipset.ts";
import type { ActorState } from "../state/state-tree.ts";

/** Letter that addresses begin with on this network, as on Lotus' own development networks. */
export const PREFIX: NetworkPrefix = "t";

export const cidJson = (cid: Cid): { "/": string } => ({ "/": cid.toString() });
export const keyJson = (key: readonly Cid[]): { "/": string }[] => key.map(cidJson);
export const addressJson = (address: Address): string => address.toString(PREFIX);
/** Go prints an address that is not set so. */
export const UNDEFINED_ADDRESS = "<empty>";
/** A slice that Go has never appended to. */
export const nullIfEmpty = <T>(list: T[]): T[] | null => (list.length === 0 ? null : list);
const bytesJson = (bytes: Uint8Array): string | null => (bytes.length === 0 ? null : toBase64(bytes));

export function messageJson(message: Message): ReturnType<typeof messageToJson> {
  return messageToJson(message, PREFIX);
}

const typedJson = (t: TypedBytes | null): { Type: number; Data: string } | null => (t === null ? null : { Type: t.type, Data: toBase64(t.data) });

export function headerJson(h: BlockHeader): Record<string, unknown> {
  return {
    Miner: addressJson(h.miner),
    Ticket: { VRFProof: toBase64(h.ticket) },
    ElectionProof: { WinCount: h.electionProof.winCount, VRFProof: bytesJson(h.electionProof.vrfProof) },
    BeaconEntries: h.beaconEntries.map((b) => ({ Round: b.round, Data: toBase64(b.data) })),
    WinPoStProof: h.winPoStProof.length === 0 ? null : h.winPoStProof.map((p) => ({ PoStProof: p.type, ProofBytes: toBase64(p.data) })),
    Parents: keyJson(h.parents),
    ParentWeight: h.parentWeight.toString(),
    Height: h.height,
    ParentStateRoot: cidJson(h.parentStateRoot),
    ParentMessageReceipts: cidJson(h.parentMessageReceipts),
    Messages: cidJson(h.messages),
    BLSAggregate: typedJson(h.blsAggregate),
    Timestamp: h.timestamp,
    BlockSig: typedJson(h.blockSig),
    ForkSignaling: h.forkSignaling,
    ParentBaseFee: h.parentBaseFee.toString(),
  };
}

export function tipsetJson(tipset: Tipset): {
  Cids: { "/": string }[];
  Blocks: Record<string, unknown>[];
  Height: number;
} {
  return { Cids: keyJson(tipset.key), Blocks: [headerJson(tipset.header)], Height: tipset.height };
}

export const headChangeJson = ({ type, tipset }: HeadChange): Record<string, unknown> => ({
  Type: type,
  Val: tipsetJson(tipset),
});

export function actorJson(actor: ActorState): Record<string, unknown> {
  return {
    Code: cidJson(actor.code),
    Head: cidJson(actor.head),
    Nonce: actor.nonce,
    Balance: actor.balance.toString(),
    DelegatedAddress: actor.delegated === null ? null : addressJson(actor.delegated),
  };
}

export function receiptJson(r: Receipt): Record<string, unknown> {
  return {
    ExitCode: r.exitCode,
    Return: bytesJson(r.ret),
    GasUsed: r.gasUsed,
    EventsRoot: r.eventsRoot === null ? null : cidJson(r.eventsRoot),
  };
}

/** {Message, GasUsed, BaseFeeBurn, …}: what a message cost, attoFIL. */
export function gasCostJson(message: Message, cid: Cid, applied: Applied): Record<string, unknown> {
  const g = applied.gasOutputs;
  const total = BigInt(message.gasLimit) * message.gasFeeCap - g.refund;
  return {
    Message: cidJson(cid),
    GasUsed: String(applied.gasUsed),
    BaseFeeBurn: g.baseFeeBurn.toString(),
    OverEstimationBurn: g.overEstimationBurn.toString(),
    MinerPenalty: g.minerPenalty.toString(),
    MinerTip: g.minerTip.toString(),
    Refund: g.refund.toString(),
    TotalCost: total.toString(),
  };
}

export function eventJson(found: FoundEvent): Record<string, unknown> {
  return {
    entries: found.event.entries.map((e) => ({
      Flags: e.flags,
      Key: e.key,
      Codec: e.codec,
      Value: toBase64(e.value),
    })),
    emitter: addressJson(found.emitter),
    reverted: found.reverted,
    height: found.tipset.height,
    tipsetKey: keyJson(found.tipset.key),
    msgCid: cidJson(found.messageCid),
  };
}
