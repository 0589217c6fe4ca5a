import { actionName } from "../../../actor/abi/describe.ts";
import type { OwnerEvent } from "../../../actor/abi/events.ts";
import { Address, type NetworkPrefix } from "../../../filecoin/address.ts";
import type { SeenEvent } from "../../../wallet/memory.ts";
import { addressOf, amountOf, bpsOf, epochOf, numberOf, say, textOf } from "../../../wallet/phrase.ts";
import type { Scope } from "../../../wallet/scope.ts";
import type { Phrase } from "../../../wallet/values.ts";
import type { OwnerView } from "../../shared/owner-views.ts";

/** Events of an owner actor in words. */

const NEWEST_EVENTS = 50;

/** Lines of the newest events, newest first. */
export const historyLines = (scope: Scope, events: readonly SeenEvent[]): OwnerView["history"] =>
  events
    .slice(-NEWEST_EVENTS)
    .reverse()
    .map(({ epoch, event }) => ({ epoch, time: Math.max(0, scope.timeOf(epoch)), ...historyLine(event, scope.network.prefix) }));

type GovernanceEvent = Extract<
  OwnerEvent,
  {
    type:
      | "proposal-created"
      | "proposal-executed"
      | "proposal-cancelled"
      | "vote"
      | "operator-proposed"
      | "operator-changed"
      | "junior-converted"
      | "migrated"
      | "inherited"
      | "relayed";
  }
>;

function governanceText(entry: GovernanceEvent, id: (value: bigint) => ReturnType<typeof addressOf>): Phrase {
  switch (entry.type) {
    case "proposal-created":
      return say("event.proposed", {
        proposal: numberOf(entry.fields.proposal),
        action: textOf(actionName(entry.fields.kind)),
        owner: id(entry.fields.proposer),
      });
    case "proposal-executed":
      return say("event.executed", { proposal: numberOf(entry.fields.proposal), action: textOf(actionName(entry.fields.kind)) });
    case "proposal-cancelled":
      return say("event.withdrawn", { proposal: numberOf(entry.fields.proposal), action: textOf(actionName(entry.fields.kind)) });
    case "vote":
      return say("event.voted", { proposal: numberOf(entry.fields.proposal), owner: id(entry.fields.voter) });
    case "operator-proposed":
      return say("event.nominee", { owner: id(entry.fields.operator) });
    case "operator-changed":
      return say("event.operator", { owner: id(entry.fields.operator) });
    case "junior-converted":
      return say("event.converted", { token: numberOf(entry.fields.token) });
    case "relayed":
      return say("event.relayed", { owner: id(entry.fields.account), relayer: id(entry.fields.relayer) });
    case "migrated":
      return say("event.migrated", { to: id(entry.fields.to) });
    case "inherited":
      return say("event.inherited", { from: id(entry.fields.from) });
  }
}

function historyLine(
  entry: OwnerEvent,
  prefix: NetworkPrefix,
): { event: OwnerView["history"][number]["event"]; text: Phrase; atto: string | null; miner: string | null } {
  const id = (value: bigint): ReturnType<typeof addressOf> => addressOf(Address.id(value).toString(prefix));
  const minerText = (value: bigint): string => Address.id(value).toString(prefix);
  switch (entry.type) {
    case "deposit":
      return {
        event: "deposit",
        text: say("event.deposit", { token: numberOf(entry.fields.token), owner: id(entry.fields.owner) }),
        atto: entry.fields.amount.toString(),
        miner: null,
      };
    case "harvest":
      return {
        event: "harvest",
        text: say("event.harvest", { miner: id(entry.fields.miner) }),
        atto: entry.fields.reward.toString(),
        miner: minerText(entry.fields.miner),
      };
    case "forward":
      return {
        event: "forward",
        text: say("event.forward", { miner: id(entry.fields.miner) }),
        atto: entry.fields.amount.toString(),
        miner: minerText(entry.fields.miner),
      };
    case "recall":
      return {
        event: "recall",
        text: say("event.recall", { miner: id(entry.fields.miner) }),
        atto: entry.fields.principal.toString(),
        miner: minerText(entry.fields.miner),
      };
    case "loss":
      return {
        event: "loss",
        text: say("event.loss", { withheld: amountOf(entry.fields.withheld), junior: amountOf(entry.fields.junior), senior: amountOf(entry.fields.senior) }),
        atto: entry.fields.loss.toString(),
        miner: minerText(entry.fields.miner),
      };
    case "miner-custodied":
      return {
        event: "custody",
        text: say("event.custody", { miner: id(entry.fields.miner) }),
        atto: entry.fields.principal.toString(),
        miner: minerText(entry.fields.miner),
      };
    case "miner-released":
      return {
        event: "released",
        text: say("event.released", { miner: id(entry.fields.miner) }),
        atto: entry.fields.principal.toString(),
        miner: minerText(entry.fields.miner),
      };
    case "room":
      return { event: "room", text: say("event.room", { until: epochOf(entry.fields.until) }), atto: entry.fields.amount.toString(), miner: null };
    case "redemption-claimed":
      return { event: "redeemed", text: say("event.redeemed", { owner: id(entry.fields.owner) }), atto: entry.fields.amount.toString(), miner: null };
    case "reward-claimed":
      return { event: "other", text: say("event.rewardClaimed", { owner: id(entry.fields.account) }), atto: entry.fields.amount.toString(), miner: null };
    case "transfer":
      return { event: "other", text: say("event.transfer", { token: numberOf(entry.fields.token), to: id(entry.fields.to) }), atto: null, miner: null };
    case "burn":
      return { event: "other", text: say("event.burn", { token: numberOf(entry.fields.token) }), atto: null, miner: null };
    case "split":
      return { event: "other", text: say("event.split", { token: numberOf(entry.fields.token), part: numberOf(entry.fields.part) }), atto: null, miner: null };
    case "merge":
      return { event: "other", text: say("event.merge", { token: numberOf(entry.fields.token), part: numberOf(entry.fields.part) }), atto: null, miner: null };
    case "exit-now":
      return {
        event: "other",
        text: say("event.exitNow", { token: numberOf(entry.fields.token), owner: id(entry.fields.owner) }),
        atto: entry.fields.amount.toString(),
        miner: null,
      };
    case "flag":
      return {
        event: "other",
        text: say("event.flag", { sector: numberOf(entry.fields.sector), miner: id(entry.fields.miner) }),
        atto: null,
        miner: minerText(entry.fields.miner),
      };
    case "leaving":
      return { event: "other", text: say("event.leaving"), atto: null, miner: null };
    case "fee":
      return { event: "other", text: say("event.fee", { bps: bpsOf(entry.fields.bps) }), atto: null, miner: null };
    case "sweep":
      return { event: "other", text: say("event.sweep"), atto: entry.fields.amount.toString(), miner: null };
    case "redemption-requested":
      return { event: "other", text: say("event.requested", { owner: id(entry.fields.owner) }), atto: entry.fields.amount.toString(), miner: null };
    case "redemption-cancelled":
      return { event: "other", text: say("event.cancelled", { owner: id(entry.fields.owner) }), atto: null, miner: null };
    case "redemption-finalized":
      return { event: "other", text: say("event.finalized", { owner: id(entry.fields.owner) }), atto: entry.fields.amount.toString(), miner: null };
    default:
      return { event: "other", text: governanceText(entry, id), atto: null, miner: null };
  }
}
