import type { Address } from "../../../filecoin/address.ts";
import type { FeeSpeed } from "../../../wallet/approval-views.ts";
import { beginProof } from "../../../wallet/begin-proof.ts";
import { draftOf, type Act } from "../../../wallet/draft.ts";
import { readAddress } from "../../../wallet/read-address.ts";
import type { Scope } from "../../../wallet/scope.ts";
import { refusalOfGetter } from "../../../wallet/told/refusal-of-getter.ts";
import type { Scopes } from "../chain/open-scope.ts";
import type { OwnAccounts } from "../secrets/keys/own-accounts.ts";
import type { Approvals } from "../signing/approvals.ts";

/** What every deed needs: the chain as it is now, whose account acts, and somebody to ask for the approval. */
export interface DeedParts {
  scopes: Pick<Scopes, "selected">;
  ownAccounts: Pick<OwnAccounts, "must">;
  approvals: Pick<Approvals, "request">;
}

export type Review = Promise<{ approvalId: string }>;

/**
 * Makes a message of one of this vault's accounts on the selected network and asks for its approval, which is made at the same scope. Throws
 * locked, unknownAccount, watchOnly.
 */
export async function requestAct(parts: DeedParts, from: string, act: (scope: Scope, from: Address) => Promise<Act> | Act, speed: FeeSpeed = "usual"): Review {
  const scope = await parts.scopes.selected();
  const address = await ownAddress(parts, scope, from);
  beginProof(scope.roots.now(), [address]);
  void Promise.allSettled([scope.actors.at(address)]);
  try {
    return await parts.approvals.request(draftOf(scope.network, address, await act(scope, address), speed), scope);
  } catch (error) {
    throw refusalOfGetter(scope, error);
  }
}

/** The scope knows the accounts of an open vault; one that it does not know is asked for, to say why. */
async function ownAddress({ ownAccounts }: DeedParts, { network, accounts }: Scope, text: string): Promise<Address> {
  const address = readAddress(text, network.prefix);
  return accounts.find((account) => account.equals(address)) ?? (await ownAccounts.must(network, text)).address;
}
