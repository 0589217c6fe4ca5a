import type { Reply } from "../../shared/messages.ts";
import { defaultTerms } from "../../../wallet/takeover/terms.ts";
import type { Scopes } from "../chain/open-scope.ts";
import type { TakeoverDeeds, TakeoverSubject } from "../deeds/takeover-deeds.ts";
import { takeoverList } from "../views/takeover-list.ts";
import { readTakeoverView, type TakeoverViewParts } from "../views/takeover-view.ts";
import type { Handlers } from "./handlers.ts";

type Names =
  | "takeover.get"
  | "takeover.defaults"
  | "takeover.saveDraft"
  | "takeover.useActor"
  | "takeover.installCode"
  | "takeover.createActor"
  | "takeover.approveMiner"
  | "takeover.propose"
  | "takeover.takeOwner"
  | "takeover.confirmWorker"
  | "takeover.stop"
  | "takeover.list";

type Parts = TakeoverViewParts & { scopes: Pick<Scopes, "selected">; deeds: TakeoverDeeds };

/** The take-over: read from the chain at each question; a draft holds only what no chain knows yet. */
export function takeoverHandlers(parts: Parts): Handlers<Names> {
  const { scopes, deeds, drafts } = parts;
  const view = (body: TakeoverSubject): Promise<Reply<"takeover.get">> => readTakeoverView(parts, body);
  return {
    "takeover.get": view,
    "takeover.defaults": async () => ({ terms: defaultTerms((await scopes.selected()).head.height) }),
    "takeover.saveDraft": async (body) => {
      await deeds.saveDraft(body);
      return view(body);
    },
    "takeover.useActor": async (body) => {
      await deeds.useActor(body);
      return view(body);
    },
    "takeover.installCode": deeds.installCode,
    "takeover.createActor": deeds.createActor,
    "takeover.approveMiner": deeds.approveMiner,
    "takeover.propose": deeds.propose,
    "takeover.takeOwner": deeds.takeOwner,
    "takeover.confirmWorker": deeds.confirmWorker,
    "takeover.stop": deeds.stop,
    "takeover.list": async () => ({ takeovers: await takeoverList(drafts, await scopes.selected()) }),
  };
}
