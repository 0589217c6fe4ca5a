import { draftOf } from "../../../wallet/draft.ts";
import { Refusal } from "../../../wallet/refusal.ts";
import type { Scopes } from "../chain/open-scope.ts";
import type { OwnAccounts } from "../secrets/keys/own-accounts.ts";
import type { Lock } from "../secrets/lock/lock.ts";
import type { Approvals } from "../signing/approvals.ts";
import { oddNumbers, type NumberParts } from "../views/odd-numbers.ts";
import type { Review } from "./request-act.ts";

interface Parts extends NumberParts {
  lock: Pick<Lock, "mustBeOpen">;
  scopes: Pick<Scopes, "selected">;
  ownAccounts: Pick<OwnAccounts, "must">;
  approvals: Pick<Approvals, "request">;
}

/** Nothing sent to the account itself, with a number that nothing fills, so that what waits behind it can go on. Throws noGap when there is none now. */
export async function fillGap(parts: Parts, account: string, nonce: number): Review {
  await parts.lock.mustBeOpen();
  const scope = await parts.scopes.selected();
  const { network } = scope;
  const { address } = await parts.ownAccounts.must(network, account);
  const { gap } = await oddNumbers(parts, network, address);
  if (gap?.nonce !== nonce) throw new Refusal("noGap", { nonce });
  return parts.approvals.request({ ...draftOf(network, address, { to: address, method: 0 }), fills: nonce }, scope);
}
