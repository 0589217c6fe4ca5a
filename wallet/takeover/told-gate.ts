import { Address } from "../../filecoin/address.ts";
import { actorId, type ActorId } from "../../filecoin/units.ts";
import { toldMiner } from "../reading/unproven-reading.ts";
import type { Scope } from "../scope.ts";
import { STATUS } from "../told/owner-reads.ts";
import type { GateFacts, GateSubject } from "./gate-facts.ts";
import type { TakeoverDraft } from "./takeover-draft.ts";
import { readTakeover } from "./takeover-facts.ts";

/** A gate's facts as one node tells them, where it gives no blocks to prove them. Null where the miner is none. */
export async function toldGate(scope: Scope, { miner, account, actor }: GateSubject, draft: TakeoverDraft): Promise<GateFacts | null> {
  const told = await toldMiner(scope, miner);
  if (told === null) return null;
  const facts = await readTakeover(scope, miner, account, actor === null ? draft : { ...draft, actor: actor.toString() });
  const ids = new Map<string, ActorId>();
  for (const text of [draft.newWorker, ...draft.addedControls]) {
    if (text === null) continue;
    const known = await scope.actors.at(Address.parse(text));
    if (known.id !== null) ids.set(known.asked.key, actorId(known.id.id));
  }
  const { actor: found } = facts;
  return {
    minerId: facts.minerId,
    info: told.value,
    money: facts.money,
    accountId: facts.accountId === null ? null : actorId(facts.accountId.id),
    now: scope.head.height,
    idOf: (address) => (address.protocol === 0 ? actorId(address.id) : (ids.get(address.key) ?? null)),
    actor:
      found === null
        ? null
        : {
            id: actorId(found.id.id),
            final: found.final,
            code: found.code,
            terms: found.terms,
            limits: found.terms.limits,
            isActive: found.pool.status === STATUS.active,
            operator: found.pool.operator,
            miners: found.pool.miners,
            principal: found.pool.senior.principal + found.pool.junior.principal,
            approval: found.approval,
            inCustody: found.custody !== null,
          },
  };
}
