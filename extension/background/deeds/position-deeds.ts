import type { Address } from "../../../filecoin/address.ts";
import * as acts from "../../../wallet/acts/owner-acts.ts";
import type { Act } from "../../../wallet/draft.ts";
import { readAddress } from "../../../wallet/read-address.ts";
import type { Scope } from "../../../wallet/scope.ts";
import type { Body } from "../../shared/messages.ts";
import type { DeedParts, Review } from "./request-act.ts";
import { toOwnerActor } from "./to-owner-actor.ts";
import type { Watching } from "./watching.ts";

/** What a holder does: deposit, and everything with positions and requests. */
export interface PositionDeeds {
  deposit(body: Body<"offer.deposit">): Review;
  withdraw(body: Body<"position.withdraw">): Review;
  transfer(body: Body<"position.transfer">): Review;
  redeem(body: Body<"position.redeem">): Review;
  split(body: Body<"position.split">): Review;
  merge(body: Body<"position.merge">): Review;
  exitNow(body: Body<"position.exitNow">): Review;
  cancelRequest(body: Body<"queue.cancel">): Review;
  claim(body: Body<"queue.claim">): Review;
}

export function positionDeeds(parts: DeedParts & { watching: Pick<Watching, "changeOn"> }): PositionDeeds {
  const call = (body: { actor: string; from: string }, make: (actor: Address, scope: Scope) => Act): Review =>
    toOwnerActor(parts, body, (scope, actor) => make(actor, scope));
  return {
    deposit: (body) =>
      toOwnerActor(parts, body, async ({ network }, actor) => {
        // A holder watches the actor it deposits into, so that the position is found again.
        await parts.watching.changeOn(network, "watchedOwners", body.actor, true);
        return acts.deposit(actor, BigInt(body.amount));
      }),
    withdraw: (body) =>
      call(body, (actor, { network }) =>
        acts.withdrawRewards(actor, body.tokens.map(BigInt), body.recipient === null ? null : readAddress(body.recipient, network.prefix)),
      ),
    transfer: (body) => call(body, (actor, { network }) => acts.transfer(actor, BigInt(body.token), readAddress(body.to, network.prefix))),
    redeem: (body) => call(body, (actor) => acts.redeem(actor, BigInt(body.token), BigInt(body.amount))),
    split: (body) => call(body, (actor) => acts.split(actor, BigInt(body.token), BigInt(body.amount))),
    merge: (body) => call(body, (actor) => acts.merge(actor, body.tokens.map(BigInt))),
    exitNow: (body) => call(body, (actor) => acts.exitNow(actor, BigInt(body.token), BigInt(body.amount), BigInt(body.least))),
    cancelRequest: (body) => call(body, (actor) => acts.cancelRedemption(actor, BigInt(body.request))),
    claim: (body) => call(body, (actor) => acts.claim(actor, body.requests.map(BigInt))),
  };
}
