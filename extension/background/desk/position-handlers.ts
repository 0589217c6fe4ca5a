import { readAddress } from "../../../wallet/read-address.ts";
import type { Scopes } from "../chain/open-scope.ts";
import type { PositionDeeds } from "../deeds/position-deeds.ts";
import { quoteDeposit, type DepositQuoteParts } from "../views/deposit-quote.ts";
import { askedOf, knownOwners, MOST_ASKED } from "../views/known-owners.ts";
import { quoteExit } from "../views/position-ways.ts";
import { readPosition, readPositions } from "../views/positions-view.ts";
import { readChain } from "../views/read-chain.ts";
import type { Handlers } from "./handlers.ts";

type Names =
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
  | "queue.cancel"
  | "queue.claim";

type Parts = DepositQuoteParts & { scopes: Pick<Scopes, "selected">; deeds: PositionDeeds };

/** Answers about offers and positions, and the commands of those who hold them. */
export const positionHandlers = ({ scopes, slots, deeds }: Parts): Handlers<Names> => ({
  "offer.quote": ({ actor, account, amount }) =>
    readChain(scopes, (scope) =>
      quoteDeposit({ slots }, scope, readAddress(actor, scope.network.prefix), readAddress(account, scope.network.prefix), BigInt(amount)),
    ),
  "offer.deposit": deeds.deposit,
  "positions.list": ({ account }) =>
    readChain(scopes, async (scope) =>
      account === null
        ? { ...(await readPositions(scope, await knownOwners(scope), scope.accounts.slice(0, MOST_ASKED))), asked: askedOf(scope) }
        : { ...(await readPositions(scope, await knownOwners(scope), [readAddress(account, scope.network.prefix)])), asked: { accounts: 1, of: 1 } },
    ),
  "position.get": ({ actor, token }) => readChain(scopes, (scope) => readPosition(scope, readAddress(actor, scope.network.prefix), BigInt(token))),
  "position.withdraw": deeds.withdraw,
  "position.transfer": deeds.transfer,
  "position.redeem": deeds.redeem,
  "position.split": deeds.split,
  "position.merge": deeds.merge,
  "position.quoteExit": ({ actor, token, amount }) =>
    readChain(scopes, (scope) => quoteExit(scope, readAddress(actor, scope.network.prefix), BigInt(token), amount === null ? null : BigInt(amount))),
  "position.exitNow": deeds.exitNow,
  "queue.cancel": deeds.cancelRequest,
  "queue.claim": deeds.claim,
});
