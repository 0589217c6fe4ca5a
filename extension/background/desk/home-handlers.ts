import type { Lock } from "../secrets/lock/lock.ts";
import { homeView, type HomeParts } from "../views/home-view.ts";
import type { Handlers } from "./handlers.ts";

export const homeHandlers = (parts: HomeParts & { lock: Pick<Lock, "mustBeOpen"> }): Handlers<"home.get"> => ({
  "home.get": async () => {
    await parts.lock.mustBeOpen();
    return homeView(parts);
  },
});
