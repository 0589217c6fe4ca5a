import { Address } from "../../../filecoin/address.ts";
import { STATUS } from "../../../actor/abi/policy.ts";
import { getPool, getTerms } from "../../../actor/abi/views.ts";
import type { Reply } from "../../shared/messages.ts";
import { chainText } from "../../../wallet/told/chain-text.ts";
import { accountWithId, type Scope } from "../../../wallet/scope.ts";
import { otherHalf, ownerReader } from "../../../wallet/told/owner-reads.ts";
import { createdOwnerActors } from "../../../wallet/takeover/find-actor.ts";

type Summary = Reply<"owners.list">["owners"][number];

/** So many migrations are followed one after the other. */
const MOST_SUCCESSORS = 32;

/** The actor itself, or after migrations the one that has everything now; null for an heir, which has nothing yet. */
async function present(scope: Scope, actor: Address): Promise<Address | null> {
  let at = actor;
  for (let passed = 0; passed <= MOST_SUCCESSORS; passed++) {
    const { status } = await getPool(ownerReader(scope, at));
    if (status === STATUS.HEIR) return null;
    const next = status === STATUS.MIGRATED ? await otherHalf(scope, at) : null;
    if (next === null) return at;
    at = next;
  }
  return at;
}

/** Accounts that are asked what they created or hold, the selected one first: each costs some questions. The others are asked when they are selected. */
export const MOST_ASKED = 20;

/** How many of a wallet's accounts a list is about. */
export interface Asked {
  accounts: number;
  of: number;
}

export const askedOf = ({ accounts }: Pick<Scope, "accounts">): Asked => ({ accounts: Math.min(accounts.length, MOST_ASKED), of: accounts.length });

/**
 * Owner actors this wallet knows: watched ones and those its accounts created, or what these have become. By id, each once. `most`: accounts that are looked at; what
 * others created and was found once is known still.
 */
export async function knownOwners(scope: Scope, most = MOST_ASKED): Promise<Address[]> {
  const { foundOwners } = scope.memory;
  const [before, ...created] = await Promise.all([
    foundOwners.of(scope.network.genesis),
    ...scope.accounts.slice(0, most).map((account) => createdOwnerActors(scope, account)),
  ]);
  await foundOwners.add(scope.network.genesis, created.flat());
  const byId = new Map<string, Address>();
  for (const address of distinct([...scope.watched.owners, ...created.flat(), ...(most < MOST_ASKED ? before.slice(0, most) : before)])) {
    const actor = await scope.actors.at(address);
    const now = actor.type === "owner" && actor.id !== null ? await present(scope, actor.id) : null;
    if (now !== null) byId.set(now.key, now);
  }
  return [...byId.values()];
}

const distinct = (addresses: readonly Address[]): Address[] => [...new Map(addresses.map((address) => [address.key, address])).values()];

/** Those of the known owner actors whose operator is an account of this wallet. */
export async function operatedOwners(scope: Scope, known: readonly Address[]): Promise<Address[]> {
  const operated: Address[] = [];
  for (const actor of known) {
    const pool = await getPool(ownerReader(scope, actor));
    if ((await accountWithId(scope, Address.id(pool.operator))) !== null) operated.push(actor);
  }
  return operated;
}

/** One line for each owner actor this wallet knows. */
export async function listOwners(scope: Scope): Promise<Summary[]> {
  const lines: Summary[] = [];
  for (const actor of await knownOwners(scope)) {
    const reader = ownerReader(scope, actor);
    const [pool, terms, identity] = await Promise.all([getPool(reader), getTerms(reader), scope.actors.identity(actor)]);
    if (identity === null) continue;
    const operates = (await accountWithId(scope, Address.id(pool.operator))) !== null;
    lines.push({
      address: actor.toString(scope.actors.prefix),
      name: chainText(terms.name),
      identity,
      role: operates ? "operator" : "watched",
      principal: (pool.senior.principal + pool.junior.principal).toString(),
      readAt: scope.now(),
    });
  }
  return lines;
}
