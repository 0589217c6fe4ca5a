import { exitCodeText } from "../../filecoin/exit-code.ts";
import { Refusal } from "../refusal.ts";
import type { Scope } from "../scope.ts";
import { GetterFailed } from "./getter.ts";

/** A failed getter as a refusal the page can show. */
export function refusalOfGetter(scope: Scope, error: unknown): unknown {
  if (!(error instanceof GetterFailed)) return error;
  return new Refusal(
    "dryRunFailed",
    { exitCode: error.exitCode, exitText: exitCodeText(error.exitCode), detail: `${scope.host}: ${error.detail}` },
    { cause: error },
  );
}
