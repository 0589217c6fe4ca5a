import type { Address } from "../../../filecoin/address.ts";
import { readAddress } from "../../../wallet/read-address.ts";
import { Refusal } from "../../../wallet/refusal.ts";
import type { Scope } from "../../../wallet/scope.ts";
import type { Scopes } from "../chain/open-scope.ts";
import type { OwnerDeeds } from "../deeds/owner-deeds.ts";
import type { Watching } from "../deeds/watching.ts";
import { askedOf, listOwners } from "../views/known-owners.ts";
import { readOwner } from "../views/owner-view.ts";
import { readChain } from "../views/read-chain.ts";
import type { Handlers } from "./handlers.ts";

type Names =
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
  | "queue.get";

interface Parts {
  scopes: Pick<Scopes, "selected">;
  watching: Watching;
  deeds: OwnerDeeds;
}

/** Answers about owner actors, and the commands for those who operate one or serve its miners. */
export const ownerHandlers = ({ scopes, watching, deeds }: Parts): Handlers<Names> => ({
  "owners.list": () => readChain(scopes, async (scope) => ({ owners: await listOwners(scope), asked: askedOf(scope) })),
  "owners.watch": async ({ actor }) => {
    await watching.watchOwner(actor);
    return {};
  },
  "owners.unwatch": async ({ actor }) => {
    await watching.change("watchedOwners", actor, false);
    return {};
  },
  "owner.get": ({ actor }) => readChain(scopes, (scope) => readOwner(scope, addressOfLink(scope, actor))),
  "owner.openDeposits": deeds.openDeposits,
  "owner.heartbeat": deeds.heartbeat,
  "owner.stakeJunior": deeds.stakeJunior,
  "owner.forward": deeds.forward,
  "owner.harvest": deeds.harvest,
  "owner.recall": deeds.recall,
  "owner.measure": deeds.measure,
  "owner.confirmWorker": deeds.confirmWorker,
  "owner.changeWorker": deeds.changeWorker,
  "owner.releaseMiner": deeds.releaseMiner,
  "owner.sweep": deeds.sweep,
  "owner.finalize": deeds.finalize,
  "owner.finalizeSide": deeds.finalizeSide,
  "owner.operate": deeds.operate,
  "queue.get": ({ actor }) =>
    readChain(scopes, async (scope) => {
      const { requests, pool } = await readOwner(scope, readAddress(actor, scope.network.prefix));
      const matured = requests.filter((request) => request.matured).reduce((sum, request) => sum + BigInt(request.principal), 0n);
      return { requests, matured: matured.toString(), liquid: pool.liquid };
    }),
});

/** An address, or a link peggy:<address>?network=<genesis>. Throws wrongChain, badAddress, wrongPrefix. */
function addressOfLink({ network, host }: Scope, text: string): Address {
  const link = /^peggy:([a-z0-9]{3,140})(?:\?network=([a-z0-9]+))?$/.exec(text.trim());
  if (link !== null && link[2] !== undefined && link[2] !== network.genesis)
    throw new Refusal("wrongChain", { node: host, expected: link[2], found: network.genesis });
  return readAddress(link?.[1] ?? text.trim(), network.prefix);
}
