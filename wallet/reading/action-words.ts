import type { Address } from "../../filecoin/address.ts";
import { actionName } from "../../actor/abi/describe.ts";
import type { OwnerStructs } from "../../actor/abi/methods.generated.ts";
import { amountOf, numberOf, textOf } from "../phrase.ts";
import type { PhraseValue } from "../values.ts";

/** Moves miners and money to other code: its votes freeze, and juniors may stop it. */
export const isHeavy = ({ kind }: OwnerStructs["Action"]): boolean => actionName(kind) === "AllowCode" || actionName(kind) === "Migrate";

/** What a vote decides, by the name of its text, and what goes into it. The same for whoever proposes, votes or only looks. */
export interface ActionWords {
  key: "sealingOn" | "sealingOff" | "limits" | "refuse" | "replace" | "allowCode" | "migrate" | "issuer" | "noIssuer" | "clearFlag" | "strange";
  params: Record<string, PhraseValue>;
}

export function actionWords(action: OwnerStructs["Action"], show: (address: Address) => PhraseValue): ActionWords {
  const { actor, code, limits } = action;
  const name = actionName(action.kind);
  if (name === "SetSealing") return { key: action.on ? "sealingOn" : "sealingOff", params: {} };
  if (name === "SetLimits" && limits !== null)
    return {
      key: "limits",
      params: { miners: numberOf(limits.maxMiners), each: amountOf(limits.maxPerMiner), day: amountOf(limits.maxForwardPerDay) },
    };
  if (name === "AllowCode" && code !== null) return { key: "allowCode", params: { code: textOf(code.toString()) } };
  if (name === "SetIssuer") return actor === null ? { key: "noIssuer", params: {} } : { key: "issuer", params: { issuer: show(actor) } };
  if (actor !== null) {
    if (name === "RefuseOperator") return { key: "refuse", params: { operator: show(actor) } };
    if (name === "ReplaceOperator") return { key: "replace", params: { operator: show(actor) } };
    if (name === "Migrate") return { key: "migrate", params: { heir: show(actor) } };
    if (name === "ClearFlag") return { key: "clearFlag", params: { miner: show(actor) } };
  }
  return { key: "strange", params: {} };
}
