import type { Address } from "../../../filecoin/address.ts";
import * as acts from "../../../wallet/acts/owner-acts.ts";
import type { Act } from "../../../wallet/draft.ts";
import { readAddress } from "../../../wallet/read-address.ts";
import type { Scope } from "../../../wallet/scope.ts";
import type { Body } from "../../shared/messages.ts";
import { readAttestation } from "./read-attestation.ts";
import { actOfDeed } from "./operator-deeds.ts";
import type { DeedParts, Review } from "./request-act.ts";
import { toOwnerActor } from "./to-owner-actor.ts";

/** What an operator does with an owner actor, and what anybody may do for its miners. */

type Names =
  | "openDeposits"
  | "heartbeat"
  | "stakeJunior"
  | "forward"
  | "harvest"
  | "recall"
  | "measure"
  | "confirmWorker"
  | "changeWorker"
  | "releaseMiner"
  | "sweep"
  | "finalize"
  | "finalizeSide"
  | "operate";

export type OwnerDeeds = { [N in Names]: (body: Body<`owner.${N}`>) => Review };

export function ownerDeeds(parts: DeedParts): OwnerDeeds {
  const call = (body: { actor: string; from: string }, make: (scope: Scope, actor: Address) => Promise<Act> | Act): Review => toOwnerActor(parts, body, make);
  const named = ({ network }: Scope, text: string): Address => readAddress(text, network.prefix);
  return {
    openDeposits: (body) => call(body, (_scope, actor) => acts.openDeposits(actor, BigInt(body.amount), body.until)),
    heartbeat: (body) => call(body, (_scope, actor) => acts.heartbeat(actor)),
    stakeJunior: (body) => call(body, (_scope, actor) => acts.stakeJunior(actor, BigInt(body.amount))),
    forward: (body) =>
      call(body, (scope, actor) => acts.forward(scope, actor, named(scope, body.miner), BigInt(body.amount), readAttestation(body.attestation))),
    harvest: (body) => call(body, (scope, actor) => acts.harvest(scope, actor, named(scope, body.miner))),
    recall: (body) => call(body, (scope, actor) => acts.recall(scope, actor, named(scope, body.miner), BigInt(body.amount))),
    measure: (body) => call(body, (scope, actor) => acts.measure(scope, actor, named(scope, body.miner))),
    confirmWorker: (body) => call(body, (scope, actor) => acts.confirmWorker(scope, actor, named(scope, body.miner))),
    changeWorker: (body) =>
      call(body, (scope, actor) =>
        acts.changeWorker(
          scope,
          actor,
          named(scope, body.miner),
          named(scope, body.worker),
          body.controls.map((control) => named(scope, control)),
        ),
      ),
    releaseMiner: (body) => call(body, (scope, actor) => acts.releaseMiner(scope, actor, named(scope, body.miner), BigInt(body.token), named(scope, body.to))),
    sweep: (body) => call(body, (_scope, actor) => acts.sweep(actor)),
    finalize: (body) => call(body, (_scope, actor) => acts.finalize(actor, body.max)),
    finalizeSide: (body) => call(body, (_scope, actor) => acts.finalizeSide(actor, BigInt(body.request))),
    operate: (body) => call(body, (scope, actor) => actOfDeed(scope, actor, body.deed)),
  };
}
