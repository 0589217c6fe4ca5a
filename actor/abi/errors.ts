/** Exit codes of an owner actor in words. */
import { methodNumber } from "../../filecoin/frc42.ts";
import { exitCodeText } from "../../filecoin/exit-code.ts";

/** What each code means when the owner actor itself ends with it (its other codes come from the system). */
const MEANING: Readonly<Record<number, string>> = {
  16: "A parameter is not acceptable",
  17: "There is no such thing",
  18: "This account may not do that",
  19: "There is not enough money",
  20: "A rule does not allow it now",
  21: "The parameters are not in the expected form",
  22: "This actor has no such method",
  24: "The actor ran into a case it must never meet",
  26: "This method takes no money",
};

/** Methods of other actors that an owner actor calls, for its abort texts. */
const CALLED = [
  "CreateMiner",
  "ChangeWorkerAddress",
  "ConfirmChangeWorkerAddress",
  "ChangePeerID",
  "ChangeMultiaddrs",
  "WithdrawBalance",
  "RepayDebt",
  "ChangeOwnerAddress",
  "ChangeBeneficiary",
  "GetBeneficiary",
  "GetOwner",
  "IsControllingAddress",
  "GetAvailableBalance",
  "GetVestingFunds",
  "GetNominalSectorExpiration",
  "InitialPledge",
  "GetPeerID",
  "MinerPower",
  "AuthenticateMessage",
  "Receive",
];
const NAME_BY_NUMBER = new Map<string, string>([["0", "a transfer"], ...CALLED.map((name): [string, string] => [String(methodNumber(name)), name])]);

/** An outcome of a call, for people. */
export interface ExplainedExit {
  /** One sentence. */
  summary: string;
  /** What the actor said, with method numbers turned into names; null if it said nothing. */
  detail: string | null;
}

/**
 * Explains a non-zero exit code of a call to an owner actor.
 * @param message the abort text, if the node gave it (receipts do not carry it; traces and estimates do)
 */
export function explainExit(code: number, message?: string): ExplainedExit {
  const summary = MEANING[code] ?? exitCodeText(code);
  const said = message?.trim() ?? "";
  return { summary, detail: said === "" ? null : nameMethods(said) };
}

/** "f01005 method 2280458852 exit 18" → "f01005 WithdrawBalance failed: …". */
function nameMethods(message: string): string {
  return message
    .replace(
      /\bmethod (\d+) exit (\d+)\b/g,
      (_, number: string, exit: string) => `${NAME_BY_NUMBER.get(number) ?? `method ${number}`} ended with exit code ${exit} (${exitCodeText(Number(exit))})`,
    )
    .replace(/\bmethod (\d+)\b/g, (all, number: string) => NAME_BY_NUMBER.get(number) ?? all);
}
