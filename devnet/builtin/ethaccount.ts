/** Accounts behind an f410 address. They have no state of their own. Source: actors/ethaccount. */
import { EAM_NAMESPACE } from "../../filecoin/address.ts";
import { ExitCode } from "../../filecoin/exit-code.ts";
import type { Runtime } from "../kernel/runtime.ts";
import { acceptExported, actorOf, withoutParams } from "./dispatch.ts";
import { requireCallerIs } from "./caller.ts";
import { SYSTEM_ACTOR } from "./singletons.ts";

function construct(rt: Runtime): undefined {
  requireCallerIs(rt, SYSTEM_ACTOR);
  const address = rt.delegatedAddress(rt.receiver);
  if (address === null || address.delegated.namespace !== EAM_NAMESPACE) {
    rt.abort(ExitCode.USR_ILLEGAL_ARGUMENT, "an Ethereum account needs an f410 address");
  }
}

export const ethaccount = actorOf("ethaccount", [{ name: "Constructor", number: 1, run: withoutParams(construct) }], acceptExported);
