import type { Scopes } from "../chain/open-scope.ts";
import type { sendDeeds } from "../deeds/send-deeds.ts";
import type { SlotStore } from "../signing/slot-store.ts";
import type { ReceiverParts } from "../views/receiver-view.ts";
import { quoteSend } from "../views/send-quote.ts";
import type { Handlers } from "./handlers.ts";

type Parts = ReceiverParts & { scopes: Pick<Scopes, "selected">; slots: Pick<SlotStore, "of">; deeds: ReturnType<typeof sendDeeds> };

export const sendHandlers = (parts: Parts): Handlers<"send.quote" | "send.review" | "send.reviewRaw"> => ({
  "send.quote": async (body) => quoteSend(parts, await parts.scopes.selected(), body),
  "send.review": parts.deeds.send,
  "send.reviewRaw": parts.deeds.sendRaw,
});
