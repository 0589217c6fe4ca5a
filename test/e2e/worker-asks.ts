import type { Page } from "playwright-core";
import type { ErrorParams } from "../../wallet/error-codes.ts";
import { PROTOCOL_VERSION, type Body, type MessageName, type Reply } from "../../extension/shared/messages.ts";
import { until } from "./session.ts";
import { PASSWORD } from "./wallet-steps.ts";

/** A page's question to the worker, sent from one of the extension's own pages: for what a test needs done, not for what it tests. */

/** The worker's refusal, by its code. */
export class Refused extends Error {
  override readonly name = "Refused";
  constructor(
    readonly code: string,
    readonly params: ErrorParams,
  ) {
    super(`${code} ${JSON.stringify(params)}`);
  }
}

/** Throws Refused. */
export async function askWorker<N extends MessageName>(page: Page, name: N, body: Body<N>): Promise<Reply<N>> {
  const reply = (await page.evaluate((request) => chrome.runtime.sendMessage({ ...request, requestId: crypto.randomUUID() }), {
    v: PROTOCOL_VERSION,
    name,
    body,
  })) as { ok: true; body: Reply<N> } | { ok: false; code: string; params: ErrorParams };
  if (!reply.ok) throw new Refused(reply.code, reply.params);
  return reply.body;
}

/** Gives every consent that an approval asks for. Resolves with its slot once it is signed. */
export async function confirmApproval(page: Page, approvalId: string, password = PASSWORD): Promise<string> {
  return until("the approval to be confirmed", async () => {
    const { approval } = await askWorker(page, "approvals.get", { id: approvalId });
    const { confirm } = approval;
    if (approval.blocked !== null) throw new Error(`blocked: ${JSON.stringify(approval.blocked)}`);
    try {
      const { slotId } = await askWorker(page, "approvals.confirm", {
        id: approval.id,
        revision: approval.revision,
        cid: approval.cid,
        gesture: confirm.gesture,
        word: null,
        typed: Object.fromEntries(confirm.typed.map(({ id, text }) => [id, text])),
        password: confirm.password ? password : null,
      });
      return slotId;
    } catch (error) {
      // Its dead time is not over, or the chain moved on and it was made anew.
      if (error instanceof Refused && ["approvalTooEarly", "approvalChanged"].includes(error.code)) return undefined;
      throw error;
    }
  });
}
