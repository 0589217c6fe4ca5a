/** Since when liquid principal has covered all seniors and every junior request: what ReleaseMiner waits for. */
import { epoch } from "../sdk/message";
import { requestedPrincipal } from "./classes";
import { NOT_COVERED_EPOCH } from "./policy.generated";
import { root } from "./state";

/** Notes the epoch at which the condition came true; called before every save, as nothing else can change it. */
export function noteCover(): void {
  const covered = root.liquid >= root.senior.principal + requestedPrincipal(root.junior);
  if (!covered) root.coveredSince = NOT_COVERED_EPOCH;
  else if (root.coveredSince == NOT_COVERED_EPOCH) root.coveredSince = epoch();
}
