/** Since when liquid principal has covered all seniors and every junior request: what ReleaseMiner waits for. */
import { epoch } from "../sdk/message";
import { requestedPrincipal } from "./classes";
import { root } from "./state";

/** The condition does not hold. */
export const NOT_COVERED: i64 = -1;

/** Notes the epoch at which the condition came true; called before every save, as nothing else can change it. */
export function noteCover(): void {
  const covered = root.liquid >= root.senior.principal + requestedPrincipal(root.junior);
  if (!covered) root.coveredSince = NOT_COVERED;
  else if (root.coveredSince == NOT_COVERED) root.coveredSince = epoch();
}
