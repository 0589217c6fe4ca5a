import { decodeStruct } from "../../../actor/abi/codec.ts";
import type { OwnerStructs } from "../../../actor/abi/methods.generated.ts";
import type { Address } from "../../../filecoin/address.ts";
import { fromHex } from "../../../filecoin/bytes.ts";
import { changeWatch } from "./miner-handlers.ts";
import { Refusal, detailOf } from "../../../wallet/refusal.ts";
import type { App, Handlers } from "./app.ts";
import { readAddress } from "../../../wallet/read-address.ts";
import type { ChainScope } from "../../../wallet/scope.ts";
import { knownOwners, listOwners } from "../views/known-owners.ts";
import { actOfDeed } from "../deeds/operator-deeds.ts";
import * as acts from "../../../wallet/acts/owner-acts.ts";
import { read, review } from "../deeds/owner-commands.ts";
import { requireOwnerActor } from "../../../wallet/told/owner-reads.ts";
import { readOwner } from "../views/owner-view.ts";
import { quoteExit } from "../views/position-ways.ts";
import { quoteDeposit, readPosition, readPositions } from "../views/positions-view.ts";

/** Answers about owner actors, offers and positions, and the commands for them. */

/** An address, or a link peggy:<address>?network=<genesis>. */
function addressOfLink(scope: ChainScope, text: string): Address {
  const link = /^peggy:([a-z0-9]{3,140})(?:\?network=([a-z0-9]+))?$/.exec(text.trim());
  if (link !== null && link[2] !== undefined && link[2] !== scope.nodes.network.genesis)
    throw new Refusal("wrongChain", { node: scope.nodes.host, expected: link[2], found: scope.nodes.network.genesis });
  return readAddress(link?.[1] ?? text.trim(), scope.actors.prefix);
}

/** An issuer's statement as it was handed over; whether it is the right one, the dry run tells in the actor's own words. */
function attestationOf(hex: string | null): OwnerStructs["SignedAttestation"] | null {
  if (hex === null) return null;
  try {
    return decodeStruct("SignedAttestation", fromHex(hex.trim().replace(/^0x/i, "")));
  } catch (error) {
    throw new Refusal("badAttestation", { detail: detailOf(error) }, { cause: error });
  }
}

/** A holder watches the actor it deposits into, so that the position is found again. */
async function watchAnd(app: App, body: { actor: string }, reviewed: Promise<{ approvalId: string }>): Promise<{ approvalId: string }> {
  const answer = await reviewed;
  await changeWatch(app, "watchedOwners", body.actor, true);
  return answer;
}

export const ownerHandlers: Handlers<
  | "owners.list"
  | "owners.watch"
  | "owners.unwatch"
  | "owner.get"
  | "owner.openDeposits"
  | "owner.heartbeat"
  | "owner.stakeJunior"
  | "owner.forward"
  | "owner.harvest"
  | "owner.recall"
  | "owner.measure"
  | "owner.confirmWorker"
  | "owner.changeWorker"
  | "owner.releaseMiner"
  | "owner.sweep"
  | "owner.finalize"
  | "owner.finalizeSide"
  | "owner.operate"
  | "offer.quote"
  | "offer.deposit"
  | "positions.list"
  | "position.get"
  | "position.withdraw"
  | "position.transfer"
  | "position.redeem"
  | "position.split"
  | "position.merge"
  | "position.quoteExit"
  | "position.exitNow"
  | "queue.get"
  | "queue.cancel"
  | "queue.claim"
> = {
  "owners.list": (app) => read(app, async (scope) => ({ owners: await listOwners(scope) })),
  "owners.watch": async (app, { actor }) => {
    await read(app, (scope) => requireOwnerActor(scope, readAddress(actor, scope.actors.prefix)));
    await changeWatch(app, "watchedOwners", actor, true);
    return {};
  },
  "owners.unwatch": async (app, { actor }) => {
    await changeWatch(app, "watchedOwners", actor, false);
    return {};
  },
  "owner.get": (app, { actor }) => read(app, (scope) => readOwner(scope, addressOfLink(scope, actor))),
  "owner.openDeposits": (app, body) => review(app, body, (_scope, actor) => acts.openDeposits(actor, BigInt(body.amount), body.until)),
  "owner.heartbeat": (app, body) => review(app, body, (_scope, actor) => acts.heartbeat(actor)),
  "owner.stakeJunior": (app, body) => review(app, body, (_scope, actor) => acts.stakeJunior(actor, BigInt(body.amount))),
  "owner.forward": (app, body) =>
    review(app, body, ({ nodes, actors }, actor) =>
      acts.forward(nodes.node, actor, readAddress(body.miner, actors.prefix), BigInt(body.amount), attestationOf(body.attestation)),
    ),
  "owner.harvest": (app, body) => review(app, body, ({ nodes, actors }, actor) => acts.harvest(nodes.node, actor, readAddress(body.miner, actors.prefix))),
  "owner.recall": (app, body) =>
    review(app, body, ({ nodes, actors }, actor) => acts.recall(nodes.node, actor, readAddress(body.miner, actors.prefix), BigInt(body.amount))),
  "owner.measure": (app, body) => review(app, body, ({ nodes, actors }, actor) => acts.measure(nodes.node, actor, readAddress(body.miner, actors.prefix))),
  "owner.confirmWorker": (app, body) =>
    review(app, body, ({ nodes, actors }, actor) => acts.confirmWorker(nodes.node, actor, readAddress(body.miner, actors.prefix))),
  "owner.changeWorker": (app, body) =>
    review(app, body, ({ nodes, actors }, actor) =>
      acts.changeWorker(
        nodes.node,
        actor,
        readAddress(body.miner, actors.prefix),
        readAddress(body.worker, actors.prefix),
        body.controls.map((control) => readAddress(control, actors.prefix)),
      ),
    ),
  "owner.releaseMiner": (app, body) =>
    review(app, body, ({ nodes, actors }, actor) =>
      acts.releaseMiner(nodes.node, actor, readAddress(body.miner, actors.prefix), BigInt(body.token), readAddress(body.to, actors.prefix)),
    ),
  "owner.sweep": (app, body) => review(app, body, (_scope, actor) => acts.sweep(actor)),
  "owner.finalize": (app, body) => review(app, body, (_scope, actor) => acts.finalize(actor, body.max)),
  "owner.finalizeSide": (app, body) => review(app, body, (_scope, actor) => acts.finalizeSide(actor, BigInt(body.request))),
  "owner.operate": (app, body) => review(app, body, (scope, actor) => actOfDeed(scope, actor, body.deed)),
  "offer.quote": (app, body) =>
    read(app, (scope) =>
      quoteDeposit(scope, readAddress(body.actor, scope.actors.prefix), readAddress(body.account, scope.actors.prefix), BigInt(body.amount)),
    ),
  "offer.deposit": (app, body) =>
    watchAnd(
      app,
      body,
      review(app, body, (_scope, actor) => acts.deposit(actor, BigInt(body.amount))),
    ),
  "positions.list": (app, { account }) =>
    read(app, async (scope) =>
      readPositions({ ...scope, watchedOwners: await knownOwners(scope) }, account === null ? scope.accounts : [readAddress(account, scope.actors.prefix)]),
    ),
  "position.get": (app, { actor, token }) => read(app, (scope) => readPosition(scope, readAddress(actor, scope.actors.prefix), BigInt(token))),
  "position.withdraw": (app, body) =>
    review(app, body, ({ actors }, actor) =>
      acts.withdrawRewards(actor, body.tokens.map(BigInt), body.recipient === null ? null : readAddress(body.recipient, actors.prefix)),
    ),
  "position.transfer": (app, body) => review(app, body, ({ actors }, actor) => acts.transfer(actor, BigInt(body.token), readAddress(body.to, actors.prefix))),
  "position.redeem": (app, body) => review(app, body, (_scope, actor) => acts.redeem(actor, BigInt(body.token), BigInt(body.amount))),
  "position.split": (app, body) => review(app, body, (_scope, actor) => acts.split(actor, BigInt(body.token), BigInt(body.amount))),
  "position.merge": (app, body) => review(app, body, (_scope, actor) => acts.merge(actor, body.tokens.map(BigInt))),
  "position.quoteExit": (app, { actor, token, amount }) =>
    read(app, (scope) => quoteExit(scope, readAddress(actor, scope.actors.prefix), BigInt(token), amount === null ? null : BigInt(amount))),
  "position.exitNow": (app, body) => review(app, body, (_scope, actor) => acts.exitNow(actor, BigInt(body.token), BigInt(body.amount), BigInt(body.least))),
  "queue.get": (app, { actor }) =>
    read(app, async (scope) => {
      const view = await readOwner(scope, readAddress(actor, scope.actors.prefix));
      const matured = view.requests.filter((request) => request.matured).reduce((sum, request) => sum + BigInt(request.principal), 0n);
      return { requests: view.requests, matured: matured.toString(), liquid: view.pool.liquid };
    }),
  "queue.cancel": (app, body) => review(app, body, (_scope, actor) => acts.cancelRedemption(actor, BigInt(body.request))),
  "queue.claim": (app, body) => review(app, body, (_scope, actor) => acts.claim(actor, body.requests.map(BigInt))),
};
