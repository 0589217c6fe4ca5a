/** The system actor (f00): holds the list of built-in code. State: [link to [[name, code], …]]. Source: actors/system. */
import { actorOf, withoutParams } from "./dispatch.ts";
import { requireCallerIs } from "./caller.ts";
import { SYSTEM_ACTOR } from "./singletons.ts";
import { createState, putCbor } from "./state-root.ts";

export const system = actorOf("system", [
  {
    name: "Constructor",
    number: 1,
    run: withoutParams((rt) => {
      requireCallerIs(rt, SYSTEM_ACTOR);
      createState(rt, [putCbor(rt, [])]);
      return undefined;
    }),
  },
]);
