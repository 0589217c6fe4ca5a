import { messageCid, messageFromJson } from "../../../../filecoin/message.ts";
import type { ApprovalView } from "../../../../wallet/approval-views.ts";

/**
 * The CID of the unsigned bytes, computed here from the fields that the page shows; it is what the page confirms. Undefined
 * when the fields make no message: nothing can be confirmed then.
 */
export function shownMessageCid(view: Pick<ApprovalView, "message" | "network">): string | undefined {
  try {
    return messageCid(messageFromJson(view.message, view.network.prefix)).toString();
  } catch {
    return undefined;
  }
}
