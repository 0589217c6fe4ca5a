import type { SlotView } from "../../../../wallet/approval-views.ts";
import type { IconName } from "../../components/icon-names.ts";

export interface StatusLook {
  readonly icon: IconName;
  readonly kind: "plain" | "wait" | "ok" | "warn" | "bad";
}

/** How a slot's status looks: shape first, colour last. */
export const STATUS_LOOK: Readonly<Record<SlotView["status"], StatusLook>> = {
  stored: { icon: "stored", kind: "plain" },
  sending: { icon: "wait", kind: "wait" },
  waiting: { icon: "mempool", kind: "wait" },
  late: { icon: "mempool", kind: "warn" },
  held: { icon: "warning", kind: "warn" },
  included: { icon: "included", kind: "wait" },
  final: { icon: "final", kind: "ok" },
  failed: { icon: "cross", kind: "bad" },
  replaced: { icon: "replaced", kind: "plain" },
  void: { icon: "cross", kind: "plain" },
  foreign: { icon: "unknown", kind: "warn" },
  unknown: { icon: "unknown", kind: "warn" },
  left: { icon: "unknown", kind: "plain" },
};

const OVER: readonly SlotView["status"][] = ["final", "failed", "replaced", "void", "foreign"];

/** Nothing can happen to it any more. */
export const isOver = (slot: Pick<SlotView, "status">): boolean => OVER.includes(slot.status);

const KIND_ICONS: Partial<Record<SlotView["kind"], IconName>> = {
  send: "up",
  minerWithdraw: "down",
  deposit: "position",
  redeem: "position",
  installCode: "download",
  createOwner: "plus",
  cancel: "cross",
  speedUp: "refresh",
  raw: "calls",
};

export const kindIcon = (kind: SlotView["kind"]): IconName => KIND_ICONS[kind] ?? (kind.startsWith("miner") ? "miner" : "arrow");
