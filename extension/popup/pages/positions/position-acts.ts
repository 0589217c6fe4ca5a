import { plainFil } from "../../format/filecoin-number.ts";
import type { Reply } from "../../../shared/messages.ts";
import type { Act, ActField, Typed, Words } from "../../acts/act.ts";
import { amountLine } from "../../format/amount-text.ts";

/** What the owner of a position can do with it in a dialog. */
export type PositionActName = "transfer" | "redeem" | "release" | "split" | "merge" | "exit";

type View = Reply<"position.get">;
/** What leaving at once would pay for the amount that stands in the form: the answer, or why there is none. */
export interface ExitAnswer {
  readonly least: string | undefined;
  readonly refused: string | undefined;
}

interface Of {
  readonly actor: string;
  readonly token: string;
  readonly view: View;
  /** The most that can leave at once now, attoFIL. */
  readonly exitMost: string | undefined;
  readonly exit: ExitAnswer;
  readonly t: Words;
}

export function positionAct(name: PositionActName, of: Of): Act {
  const { t, view } = of;
  const words = { title: t(`position.${name}`, { miner: view.position.inKindMiner ?? "" }), about: t(`position.about.${name}`) };
  if (name === "transfer" || name === "release") return { ...words, ...toAnother(name, of) };
  return { ...words, ...(name === "merge" ? merge(of) : part(name, of)) };
}

type Asking = Omit<Act, "title" | "about">;
const subjectOf = ({ actor, view }: Of): { actor: string; from: string } => ({ actor, from: view.position.owner.address });

function toAnother(name: "transfer" | "release", of: Of): Asking {
  const { t, token } = of;
  const miner = of.view.position.inKindMiner;
  return {
    fields: () => [{ kind: "address", name: "to", label: t(name === "release" ? "position.releaseTo" : "position.to") }],
    command: (typed) => {
      const to = typed.text("to");
      if (to === undefined) return undefined;
      const body = { ...subjectOf(of), token, to };
      if (name === "transfer") return { name: "position.transfer", body };
      return miner === null ? undefined : { name: "owner.releaseMiner", body: { ...body, miner } };
    },
  };
}

function merge(of: Of): Asking {
  const { t, token, view } = of;
  const options = view.ways.mates.map((mate) => ({ value: mate.token, text: t("position.token", { token: mate.token }), atto: mate.principal }));
  return {
    fields: () => [{ kind: "some", name: "mates", label: t("position.mergeWith"), options }],
    command: (typed) => {
      const mates = typed.list("mates");
      return mates.length === 0 ? undefined : { name: "position.merge", body: { ...subjectOf(of), tokens: [token, ...mates] } };
    },
  };
}

function part(name: "redeem" | "split" | "exit", of: Of): Asking {
  const { t, token, view } = of;
  const whole = name === "exit" ? of.exitMost : name === "redeem" ? view.position.principal : undefined;
  const start = whole === undefined ? {} : { start: plainFil(BigInt(whole)) };
  const field: ActField = { kind: "amount", name: "amount", label: t("offer.amount"), ...start };
  return {
    fields: () => [field],
    refused: (typed) => {
      const text = refusalOf(name, of, typed);
      return text === undefined ? undefined : { field: "amount", text };
    },
    command: (typed) => {
      const amount = typed.amount("amount");
      if (!amount) return undefined;
      const body = { ...subjectOf(of), token, amount: amount.toString() };
      if (name === "redeem") return { name: "position.redeem", body };
      if (name === "split") return { name: "position.split", body };
      return of.exit.least === undefined ? undefined : { name: "position.exitNow", body: { ...body, least: of.exit.least } };
    },
  };
}

/** More than the position holds; a part, or what it leaves, below the least a position may hold; an exit that cannot be now. */
function refusalOf(name: "redeem" | "split" | "exit", { t, view, exit }: Of, typed: Typed): string | undefined {
  const [amount, principal, least] = [typed.amount("amount"), BigInt(view.position.principal), BigInt(view.ways.minimum)];
  if (amount === undefined) return undefined;
  if (amount > principal) return t("position.moreThanPrincipal", { principal: amountLine(principal) });
  if (name === "split" && (amount < least || principal - amount < least)) return t("position.badPart", { minimum: amountLine(least) });
  return name === "exit" ? exit.refused : undefined;
}
