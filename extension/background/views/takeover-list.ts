import { Address } from "../../../filecoin/address.ts";
import { say, textOf } from "../../../wallet/phrase.ts";
import type { Scope } from "../../../wallet/scope.ts";
import { readTakeover } from "../../../wallet/takeover/takeover-facts.ts";
import type { Reply } from "../../shared/messages.ts";
import type { TakeoverDrafts } from "../settings/takeover-drafts.ts";
import { stepOf } from "./takeover-steps.ts";
import { ifRead } from "../../../wallet/if-read.ts";

/** Take-overs that were begun and are not done, each with its next step. One that cannot be read now is left out. */
export async function takeoverList(drafts: Pick<TakeoverDrafts, "list">, scope: Scope): Promise<Reply<"takeover.list">["takeovers"]> {
  const takeovers: Reply<"takeover.list">["takeovers"] = [];
  const { genesis, prefix } = scope.network;
  for (const { miner: minerText, account: accountText, draft } of await drafts.list(genesis)) {
    const [minerAt, accountAt] = [Address.parse(minerText), Address.parse(accountText)];
    const facts = await ifRead(readTakeover(scope, minerAt, accountAt, draft));
    const step = facts === null ? null : stepOf(facts, draft);
    if (step === null || step === "done") continue;
    const [miner, account] = [minerAt.toString(prefix), accountAt.toString(prefix)];
    takeovers.push({ miner, account, step, text: say(`takeoverNeed.${step}`, { miner: textOf(miner) }), changedAt: draft.changedAt });
  }
  return takeovers;
}
