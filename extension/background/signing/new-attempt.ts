import { Address } from "../../../filecoin/address.ts";
import { toBase64 } from "../../../filecoin/bytes.ts";
import { encodeMessage, messageFromJson } from "../../../filecoin/message.ts";
import { withoutLabels } from "../../../wallet/labels.ts";
import { UNSIGNED_MS } from "../../../wallet/slots/due.ts";
import { slotId, type Attempt, type Slot } from "../../../wallet/slots/slot.ts";
import type { ApprovalRecord } from "./approval-record.ts";

/** The attempt that an approval is consumed for, and the slot it goes into when none has its nonce yet. `now`: milliseconds since 1970. */
export function newAttempt(record: ApprovalRecord, now: number): { slot: Omit<Slot, "attempts">; attempt: Attempt } {
  const { draft, view } = record;
  const message = messageFromJson(view.message);
  const account = Address.parse(draft.from).toString();
  const slot: Omit<Slot, "attempts"> = {
    id: draft.slotId ?? slotId(draft.genesis, account, message.nonce),
    genesis: draft.genesis,
    networkId: draft.networkId,
    account,
    nonce: message.nonce,
    kind: view.kind,
    sentence: withoutLabels(view.sentence),
    createdAt: now,
    changedAt: now,
  };
  const attempt: Attempt = {
    cid: view.cid,
    purpose: draft.purpose,
    state: "approved",
    approvalId: record.id,
    unsigned: toBase64(encodeMessage(message)),
    signed: null,
    chainCid: null,
    createdAt: now,
    changedAt: now,
    expiresAt: now + UNSIGNED_MS,
    note: null,
    pushes: [],
    tries: 0,
    nextPushAt: null,
    acceptedEpoch: null,
    seenBy: [],
    inclusion: null,
    predicted: record.prediction,
    value: message.value.toString(),
    gasLimit: message.gasLimit,
    gasFeeCap: message.gasFeeCap.toString(),
    gasPremium: message.gasPremium.toString(),
    expected: view.fee.expected,
  };
  return { slot, attempt };
}
