import { hasCome, isOlder } from "../../../../wallet/moments.ts";
import type { Attempt } from "../../../../wallet/slots/slot.ts";
import type { ApprovalRecord } from "../approval-record.ts";
import { SlotChain, type ChainState } from "./chain.ts";
import { slotsIn, type World } from "./run.ts";

/** Two worlds with one form go on alike: of each attempt what its state lets matter, heights and moments told from the present. */
export function formOf(world: World): string {
  const { chain, now } = world;
  const height = chain.blocks.length - 1;
  const depth = (at: number): number => Math.max(-5, Math.min(height - at, 5));
  const names = new Map<string, number>();
  const named = (cid: string | null): number | null => (cid === null ? null : (names.get(cid) ?? names.set(cid, names.size).size - 1));
  const old = (a: Attempt, seconds: number): boolean => isOlder(a.changedAt, now, seconds * 1_000);
  const details = (a: Attempt): unknown => {
    switch (a.state) {
      case "approved":
        return hasCome(a.expiresAt, now, 300_000);
      case "refused":
        return [hasCome(a.nextPushAt ?? 0, now, 600_000), a.pushes.some(({ answer }) => answer === a.chainCid)];
      case "accepted":
        return [a.acceptedEpoch === null ? old(a, 90) : height - a.acceptedEpoch >= 3, old(a, 600)];
      case "included":
        return a.inclusion && [depth(a.inclusion.epoch), tipsetOf(chain, a.inclusion.epoch) === a.inclusion.tipset[0], old(a, 27_000)];
      default:
        return a.note?.code;
    }
  };
  const slots = slotsIn(world)
    .sort((a, b) => a.nonce - b.nonce)
    .map((slot) => [slot.nonce, slot.attempts.map((a) => [named(a.cid), named(a.chainCid), a.purpose, a.state, details(a)])]);
  const ran = chain.blocks.flatMap((block, at) => block.ran.map(({ cid, nonce }) => [nonce, named(cid), depth(at)]));
  const pool = Object.entries(chain.pool).map(([nonce, { cid }]) => [nonce, named(cid)]);
  const known = chain.known.map(named).sort();
  const open = [...world.records].filter(([key, value]) => key.startsWith("approvals\napproval.") && (value as ApprovalRecord).state === "open").length;
  return JSON.stringify([slots, ran, pool, known, world.answers, world.left, open]);
}

/** CID text of the tipset at a height. */
const tipsetOf = (chain: ChainState, at: number): string => new SlotChain(chain, "honest", false, () => {}).keyAt(at);
