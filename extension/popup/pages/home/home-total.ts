import type { Reply } from "../../../shared/messages.ts";
import type { AccountView } from "../../../shared/wallet-views.ts";

export type Total = Reply<"home.get">["total"];

/** The sum over one's own accounts, as they were last read. Amount in attoFIL. */
export function totalOf(accounts: readonly AccountView[]): Total {
  const own = accounts.filter(({ kind }) => kind !== "watch");
  const times = own.flatMap(({ balance }) => balance.time ?? []);
  return {
    atto: own.reduce((sum, { balance }) => sum + BigInt(balance.atto ?? 0), 0n).toString(),
    unread: own.filter(({ balance }) => balance.atto === null).length,
    oldest: times.length === 0 ? null : Math.min(...times),
  };
}
