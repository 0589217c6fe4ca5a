import { readAddress } from "../../../wallet/read-address.ts";
import type { Scopes } from "../chain/open-scope.ts";
import type { GovernanceDeeds } from "../deeds/governance-deeds.ts";
import { readGovernance } from "../views/governance-view.ts";
import { readChain } from "../views/read-chain.ts";
import type { Handlers } from "./handlers.ts";

type Names = "governance.get" | "governance.propose" | "governance.vote" | "governance.execute" | "governance.cancel";

export const governanceHandlers = ({ scopes, deeds }: { scopes: Pick<Scopes, "selected">; deeds: GovernanceDeeds }): Handlers<Names> => ({
  "governance.get": ({ actor }) => readChain(scopes, (scope) => readGovernance(scope, readAddress(actor, scope.network.prefix))),
  "governance.propose": deeds.propose,
  "governance.vote": deeds.vote,
  "governance.execute": deeds.execute,
  "governance.cancel": deeds.cancel,
});
