import type { Message } from "../../filecoin/message.ts";
import { amountOf, say } from "../phrase.ts";
import type { Facts } from "./facts.ts";
import { addressField, type Call, type Part, type Presenter } from "./reading-parts.ts";

/** A miner created through the power actor: it belongs to whom the params name, who need not be the sender. */
export function createMinerPart(message: Message, call: Call, facts: Facts, show: Presenter): Part {
  const [owner, worker] = [addressField(call, "owner"), addressField(call, "worker")];
  const params = { owner: show.address(owner), worker: show.address(worker), amount: amountOf(message.value) };
  return {
    kind: "createActor",
    verb: "createMiner",
    tier: 3,
    roles: [
      { role: "newOwner", address: owner },
      { role: "worker", address: worker },
    ],
    sentence: say("sentence.createMiner", params),
    wayBack: { now: say("wayBack.lastMoment"), after: say("wayBack.created") },
    reasons: [say("reason.owner"), say("reason.worker")],
    alarm: facts.who(owner).own === null ? say("alarm.foreignOwner", { owner: show.address(owner) }) : null,
  };
}
