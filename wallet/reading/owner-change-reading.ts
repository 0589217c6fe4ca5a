import { say } from "../phrase.ts";
import type { Phrase } from "../values.ts";
import { fieldOf, addressField, type Part } from "./reading-parts.ts";
import type { MinerCall } from "./miner-call.ts";
import type { Who } from "./facts.ts";

/**
 * ChangeOwnerAddress: proposing, stopping and confirming are one method. It is a stop only when the bytes name the present owner and a
 * confirmation only when they name the sender, whom the owner proposed, and either time that is an account of this vault. Anything else is a proposal.
 */
export function ownerChange(change: MinerCall): Part {
  const { call, facts, miner, message } = change;
  const next = facts.who(addressField(call, "newOwner"));
  const sender = facts.who(message.from);
  if (next.own !== null && next.id === miner.owner) return stop(change);
  if (next.own !== null && next.id !== null && next.id === miner.pendingOwner && next.id === sender.id) return confirmation(change);
  return proposal(change, next);
}

function stop({ message, show, roles }: MinerCall): Part {
  return {
    kind: "minerStop",
    verb: "stop",
    tier: 2,
    roles,
    sentence: say("sentence.minerStop", { miner: show.address(message.to) }),
    wayBack: { now: say("wayBack.stopNow"), after: say("wayBack.stopAfter") },
    reasons: [say("reason.stop")],
  };
}

function confirmation({ message, call, show, roles }: MinerCall): Part {
  const owner = addressField(call, "newOwner");
  return {
    kind: "minerConfirmOwner",
    verb: "confirm",
    tier: 3,
    roles: [...roles, { role: "newOwner", address: owner }],
    sentence: say("sentence.minerConfirmOwner", { miner: show.address(message.to), owner: show.address(owner) }),
    wayBack: { now: say("wayBack.none"), after: say("wayBack.newOwner", { owner: show.address(owner) }) },
    reasons: [say("reason.owner")],
  };
}

function proposal({ message, call, show, roles }: MinerCall, next: Who): Part {
  const owner = show.address(addressField(call, "newOwner"));
  const params = { miner: show.address(message.to), owner };
  const part = (sentence: Phrase, now: string, after: Phrase, alarm: Phrase | null = null): Part => ({
    kind: "minerOwner",
    verb: "propose",
    tier: 3,
    roles: [...roles, { role: "newOwner", address: fieldOf(call, "newOwner") }],
    reasons: [say("reason.owner")],
    sentence,
    wayBack: { now: say(`wayBack.${now}`), after },
    alarm,
  });
  const back = say("wayBack.newOwner", { owner });
  if (next.release !== null) return part(say("sentence.minerProposeCode", params), "proposeSelf", say("wayBack.code"));
  if (next.type === "unknown" || next.type === "evm")
    // Unknown code may accept at once: for it this is the point of no return.
    return part(say("sentence.minerProposeUnknown", params), "lastMoment", say("wayBack.code"), say("alarm.unknownOwnerCode", { owner }));
  if (next.own !== null) return part(say("sentence.minerProposeOwn", params), "proposeSelf", back);
  return part(say("sentence.minerProposeStranger", params), "proposeSelf", back);
}
