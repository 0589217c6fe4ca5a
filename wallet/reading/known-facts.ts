import type { Address } from "../../filecoin/address.ts";
import type { Message } from "../../filecoin/message.ts";
import { textOf, say } from "../phrase.ts";
import { NodeBehind, NodesDiffer, ProofFailure } from "../proof/proof-failure.ts";
import type { ProofRoot } from "../proof/proven.ts";
import { Refusal } from "../refusal.ts";
import type { Scope } from "../scope.ts";
import type { CheckRow, SourceView } from "../values.ts";
import { type CertainFacts, proveFacts, type Reader } from "./certain-facts.ts";

/** Facts proven at one tipset. */
export interface Founded {
  readonly certain: CertainFacts;
  readonly root: ProofRoot;
}

/** What a review knows for certain, or why that is nothing. */
export type Known = Founded | { readonly certain: null; readonly failure: ProofFailure };

/** What proofs hang on, or why there are none. */
export type Founding = { readonly root: ProofRoot } | { readonly failure: ProofFailure };

/**
 * Proves what the message rests on. `also`: addresses besides those in its bytes. A node that cannot give the blocks leaves everything unproven. Throws Refusal
 * nodesDiffer when nodes name different chains, which stops any signature.
 */
export async function knownFacts(scope: Scope, message: Message, also: readonly Address[]): Promise<Known> {
  try {
    const at = await scope.roots.now();
    const certain = await proveFacts(at, message, { reader: readerOf(scope), finalScope: () => scope.roots.final(), also });
    return { certain, root: at.root };
  } catch (error) {
    if (error instanceof ProofFailure) return { certain: null, failure: error };
    throw refusalOfRoots(error, scope.nodes);
  }
}

export const readerOf = ({ accounts, build }: Pick<Scope, "accounts" | "build">): Reader => ({ accounts, build });

/** Nodes that do not name one chain, as the refusal that shows both answers; any other error as it is. */
export function refusalOfRoots(error: unknown, { host, secondHost }: Pick<Scope["nodes"], "host" | "secondHost">): unknown {
  if (error instanceof NodeBehind) {
    const ahead = host.startsWith(error.host) ? secondHost : host;
    return new Refusal("nodeBehindOther", { node: error.host, otherNode: ahead, epochs: error.epochs }, { cause: error });
  }
  if (!(error instanceof NodesDiffer)) return error;
  const [a, b] = error.answers;
  const text = (answer: typeof a): string => answer?.key.map(String).join(",") ?? "";
  return new Refusal(
    "nodesDiffer",
    { fact: "tipset", node: a?.host ?? null, answer: text(a), otherNode: b?.host ?? null, otherAnswer: text(b) },
    { cause: error },
  );
}

/** Where facts come from, for people: two nodes or a certificate name their tipset, or one node does. */
export const sourceOf = (known: Founding, host: string): SourceView =>
  "root" in known && known.root.standing !== "oneNode" ? { kind: "agreed", node: null } : { kind: "oneNode", node: host };

/** One line about how the facts of an approval or a page are founded. */
export function groundRow(known: Founding, host: string): CheckRow {
  const source = sourceOf(known, host);
  const node = textOf(host);
  if ("failure" in known)
    return { id: "agreement", state: "warn", text: say(`check.unproven.${known.failure.why}`, { node: textOf(known.failure.host ?? host) }), source };
  const epoch = { kind: "epoch" as const, epoch: known.root.height, time: null };
  if (known.root.standing === "oneNode") return { id: "agreement", state: "warn", text: say("check.oneNode", { node, epoch }), source };
  return { id: "agreement", state: "ok", text: say(known.root.standing === "final" ? "check.final" : "check.agreed", { epoch }), source };
}
