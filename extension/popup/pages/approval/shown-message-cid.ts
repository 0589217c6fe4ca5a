import { AddressError } from "../../../../filecoin/address.ts";
import { AmountError } from "../../../../filecoin/amount.ts";
import { ByteTextError } from "../../../../filecoin/bytes.ts";
import { messageCid, MessageError, messageFromJson } from "../../../../filecoin/message.ts";
import { UnitError } from "../../../../filecoin/units.ts";
import type { ApprovalView } from "../../../../wallet/approval-views.ts";

/**
 * The CID of the unsigned bytes, computed here from the fields that the page shows; it is what the page confirms. Undefined
 * when the fields make no message: nothing can be confirmed then.
 */
export function shownMessageCid(view: Pick<ApprovalView, "message" | "network">): string | undefined {
  try {
    return messageCid(messageFromJson(view.message, view.network.prefix)).toString();
  } catch (error) {
    if ([MessageError, AddressError, AmountError, UnitError, ByteTextError].some((kind) => error instanceof kind)) return undefined;
    throw error;
  }
}
