import type { PositionView as TokenView } from "../../../actor/abi/methods.generated.ts";
import { getAccount, getMiner, listMiners } from "../../../actor/abi/views.ts";
import { Address } from "../../../filecoin/address.ts";
import type { ActorId } from "../../../filecoin/units.ts";
import { say } from "../../../wallet/phrase.ts";
import { accountWithId, type Scope } from "../../../wallet/scope.ts";
import { isFixedIncome } from "../../../wallet/takeover/terms.ts";
import { ownerReader } from "../../../wallet/told/owner-reads.ts";
import type { PositionView } from "../../shared/owner-views.ts";
import { wayBackOf } from "./owner-way-back.ts";
import type { PositionOffer } from "./position-offer.ts";
import { DUST } from "./position-ways.ts";

const BPS = 10_000n;

/** One position as a page shows it. `deposited`: attoFIL that its events say went in and was not asked back; null when no event tells. */
export async function positionLine(scope: Scope, owner: PositionOffer, token: TokenView, deposited: bigint | null): Promise<PositionView> {
  const { pool, terms } = owner;
  const total = pool.senior.principal + pool.junior.principal;
  const holder = Address.id(token.owner);
  const account = await accountWithId(scope, holder);
  const [forms, balance] = await Promise.all([scope.actors.forms(account ?? holder), getAccount(ownerReader(scope, owner.address), holder)]);
  const ahead = pool.senior.requested;
  const free = pool.liquid > ahead ? pool.liquid - ahead : 0n;
  const short = deposited === null ? null : deposited > token.principal + DUST ? deposited - token.principal : 0n;
  return {
    actor: owner.address.toString(scope.network.prefix),
    actorName: owner.name,
    identity: owner.identity,
    token: token.token.toString(),
    owner: forms,
    own: account !== null,
    class: token.kind === 0 ? "senior" : "junior",
    inKindMiner: token.miner === null ? null : Address.id(token.miner).toString(scope.network.prefix),
    release: token.miner === null ? null : await wayBack(scope, owner, token.miner, token.token),
    principal: token.principal.toString(),
    shortfall: short?.toString() ?? null,
    reward: token.reward.toString(),
    unpaidCoupon: isFixedIncome(terms) ? token.unpaidCoupon.toString() : null,
    withdrawn: null,
    accountClaim: (balance.claim + balance.payable).toString(),
    shareBps: total === 0n ? 0 : Number((token.principal * BPS) / total),
    since: token.since,
    sinceTime: Math.max(0, scope.timeOf(token.since)),
    frozenUntil: token.frozenUntil > scope.head.height ? token.frozenUntil : null,
    state: token.principal === 0n ? "wiped" : token.frozenUntil > scope.head.height ? "frozen" : "earning",
    nextHarvestAbout: null,
    leave: {
      amount: token.principal.toString(),
      ahead: ahead.toString(),
      place: Number(pool.queued) + 1,
      notice: terms.notice,
      payableNow: (free < token.principal ? free : token.principal).toString(),
    },
    epoch: scope.head.height,
    readAt: scope.now(),
  };
}

/** May this position take its miner back? The one that the take-over made may, if the miner is still here; a part of it may not. */
async function wayBack(scope: Scope, { address, pool }: PositionOffer, miner: ActorId, token: bigint): Promise<PositionView["release"]> {
  const reader = ownerReader(scope, address);
  if (!(await listMiners(reader)).some(({ id }) => id === miner)) return null;
  const { token: right } = await getMiner(reader, miner);
  if (right !== token) return { open: false, text: say("release.otherPosition") };
  return wayBackOf(pool, scope.head.height);
}
