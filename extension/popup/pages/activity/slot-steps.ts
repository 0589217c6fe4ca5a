import type { SlotView } from "../../../../wallet/approval-views.ts";
import type { Step } from "../../components/StepList.vue";
import { groupThousands } from "../../format/amount-text.ts";
import { momentText } from "../../format/time-text.ts";

type Attempt = SlotView["attempts"][number];
type Say = (key: string, named: Record<string, unknown>, plural: number) => string;

const ORDER = ["stored", "mempool", "included", "deep", "final"] as const;
const REACHED: Partial<Record<Attempt["state"], number>> = {
  approved: 0,
  signed: 1,
  pushing: 1,
  accepted: 1,
  refused: 1,
  silent: 1,
  missing: 1,
  seen: 2,
  included: 3,
  final: 5,
};

/** From stored to final: what happened when, and what is next. Slots that ended otherwise have no steps. */
export function slotSteps(slot: SlotView, attempt: Attempt, t: Say, language: string): Step[] {
  const reached = REACHED[attempt.state];
  if (reached === undefined || slot.status === "replaced" || slot.status === "void") return [];
  const accepted = attempt.pushes.find((push) => push.answer !== "");
  const inclusion = attempt.inclusion;
  const notes: Record<(typeof ORDER)[number], string | undefined> = {
    stored: t("activity.step.storedNote", { time: momentText(attempt.createdAt, language) }, 1),
    mempool:
      attempt.seenBy.length > 0
        ? t("activity.step.seenBy", { nodes: attempt.seenBy.join(", ") }, 1)
        : accepted === undefined
          ? undefined
          : momentText(accepted.at, language),
    included: inclusion === null ? undefined : t("activity.step.includedNote", { epoch: groupThousands(inclusion.epoch), exit: inclusion.exitCode }, 1),
    deep: slot.epochsDeep === null ? undefined : t("activity.step.deepNote", { n: groupThousands(slot.epochsDeep) }, slot.epochsDeep),
    final: undefined,
  };
  return ORDER.map((name, at) => ({
    title: t(`activity.step.${name}`, {}, 1),
    note: at <= reached ? notes[name] : undefined,
    state: at < reached ? "done" : at === reached ? "current" : "ahead",
  }));
}
