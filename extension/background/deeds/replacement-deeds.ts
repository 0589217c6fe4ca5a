import { fromBase64, toBase64 } from "../../../filecoin/bytes.ts";
import { decodeMessage } from "../../../filecoin/message.ts";
import type { FeeSpeed } from "../../../wallet/approval-views.ts";
import { outbid } from "../../../wallet/slots/slot.ts";
import type { Draft } from "../../../wallet/draft.ts";
import type { Scopes } from "../chain/open-scope.ts";
import type { Lock } from "../secrets/lock/lock.ts";
import type { Approvals } from "../signing/approvals.ts";
import type { SlotStore } from "../signing/slot-store.ts";
import type { Review } from "./request-act.ts";

interface Parts {
  lock: Pick<Lock, "mustBeOpen">;
  slots: Pick<SlotStore, "get">;
  scopes: Pick<Scopes, "madeFor">;
  approvals: Pick<Approvals, "request">;
}

/** Another message in a slot that is held: the same one with a higher fee, or nothing sent to oneself. Throws notReplaceable. */
export async function replaceMessage(parts: Parts, id: string, purpose: "speedUp" | "cancel", speed: FeeSpeed): Review {
  await parts.lock.mustBeOpen();
  const slot = await parts.slots.get(id);
  const message = decodeMessage(fromBase64(outbid(slot).unsigned));
  const cancel = purpose === "cancel";
  const draft: Draft = {
    networkId: slot.networkId,
    genesis: slot.genesis,
    from: slot.account,
    to: cancel ? slot.account : message.to.toString(),
    value: cancel ? "0" : message.value.toString(),
    method: cancel ? 0 : message.method,
    params: cancel ? "" : toBase64(message.params),
    speed,
    purpose,
    slotId: slot.id,
  };
  return parts.approvals.request(draft, await parts.scopes.madeFor(draft));
}
