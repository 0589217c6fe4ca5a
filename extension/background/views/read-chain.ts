import type { Scope } from "../../../wallet/scope.ts";
import { refusalOfGetter } from "../../../wallet/told/refusal-of-getter.ts";
import type { Scopes } from "../chain/open-scope.ts";

/** Answers a question from the selected chain; what a getter refuses comes back as a refusal. */
export async function readChain<T>(scopes: Pick<Scopes, "selected">, ask: (scope: Scope) => Promise<T>): Promise<T> {
  const scope = await scopes.selected();
  try {
    return await ask(scope);
  } catch (error) {
    throw refusalOfGetter(scope, error);
  }
}
