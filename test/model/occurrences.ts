/** What a run of histories has seen: how often each method came, and what had to happen. */
import type { OwnerEvent } from "../../actor/abi/events.ts";
import type { MethodSchema } from "../../actor/abi/schema-kinds.ts";
import { schema } from "../../actor/abi/schema.ts";
import type { Ledger } from "./actor-books.ts";

/** How often each method was let through and refused, and how often each occurrence came. */
export interface Tally {
  readonly methods: Map<string, { done: number; refused: number }>;
  readonly occurrences: Map<string, number>;
}

export const newTally = (): Tally => ({ methods: new Map(), occurrences: new Map() });

/** Adds one tally to another. */
export function addTally(sum: Tally, { methods, occurrences }: Tally): void {
  for (const [name, { done, refused }] of methods) {
    const known = sum.methods.get(name) ?? { done: 0, refused: 0 };
    sum.methods.set(name, { done: known.done + done, refused: known.refused + refused });
  }
  for (const [name, count] of occurrences) sum.occurrences.set(name, (sum.occurrences.get(name) ?? 0) + count);
}

/** Without each of these a long run of histories proves less than it says. Refusals are named by the only thing that was wrong. */
const REQUIRED: readonly string[] = [
  ...["a block reward", "a penalty", "a fault", "a recovery", "a termination", "terminations with fees due", "an over-extended sector"],
  ...["reward harvested", "a donation swept", "a coupon paid", "legacy paid", "losses earned back", "a loss borne by seniors", "a loss borne by juniors"],
  ...["seniors lost everything", "juniors lost everything", "a new senior generation", "a new junior generation"],
  ...["a request paid in part", "a side request paid", "principal recalled for the queue", "a junior made senior", "an operator replaced", "a migration"],
  ...["a worker confirmed", "a worker not yet confirmed", "a forward with an attestation", "fees of terminated sectors are due"],
  ...["no attestation is needed", "an attestation is missing", "nobody may attest", "attested by somebody else", "attested for another network or actor"],
  ...["attested for another method or miner", "attested for later", "a stale attestation", "attested is less", "a replayed attestation", "a wrong claim"],
  ...["a forged attestation", "relayed for another network or actor", "not to be relayed", "a stale request", "meant for another relayer"],
  ...["a replayed request", "a request out of turn", "a forged request", "the fee exceeds the claim"],
];

/** Methods that histories do not send by themselves: what others send for them. */
const BEHIND: Record<string, string> = { Constructor: "", Receive: "", Inherit: "Execute migrate" };
const ofSchema: Record<string, MethodSchema> = schema.methods;
const changing = Object.keys(ofSchema).filter((name) => ofSchema[name]?.view !== true);

/** What never came, of methods that change the state and of occurrences. */
export function missing({ methods, occurrences }: Tally): string[] {
  const succeeded = [...methods].filter(([, { done }]) => done > 0).map(([name]) => name);
  const came = (method: string): boolean => method === "" || succeeded.some((name) => name === method || name.startsWith(`${method} `));
  return [
    ...changing.filter((name) => !came(BEHIND[name] ?? name)).map((name) => `${name} never succeeded`),
    ...REQUIRED.filter((name) => !occurrences.has(name)).map((name) => `never came: ${name}`),
  ];
}

/** Two tables for people. */
export function tables({ methods, occurrences }: Tally): string {
  const sorted = <T>(map: ReadonlyMap<string, T>): [string, T][] => [...map].sort(([x], [y]) => (x < y ? -1 : 1));
  return [
    "let through / refused by actor and model alike:",
    ...sorted(methods).map(([name, { done, refused }]) => `  ${name} ${done}/${refused}`),
    "occurrences:",
    ...sorted(occurrences).map(([name, count]) => `  ${name} ${count}`),
  ].join("\n");
}

export const tallyToJson = ({ methods, occurrences }: Tally): string => JSON.stringify({ methods: [...methods], occurrences: [...occurrences] });

export function tallyFromJson(text: string): Tally {
  const { methods, occurrences } = JSON.parse(text) as { methods: [string, { done: number; refused: number }][]; occurrences: [string, number][] };
  return { methods: new Map(methods), occurrences: new Map(occurrences) };
}

/** What a message that was let through has brought about. */
export function occurrencesOf({ name, before, after, events }: { name: string; before: Ledger; after: Ledger; events: readonly OwnerEvent[] }): string[] {
  const seen: string[] = [];
  const note = (what: string, happened: boolean): void => void (happened && seen.push(what));
  for (const event of events) {
    const fields = (event as unknown as { fields: Record<string, bigint> }).fields;
    const has = (field: string): boolean => (fields[field] ?? 0n) > 0n;
    if (event.type === "harvest" || event.type === "recall") {
      note("reward harvested", has("reward"));
      note("a coupon paid", has("coupon"));
      note("losses earned back", has("recovered"));
      note("legacy paid", has("legacy"));
      note("principal recalled for the queue", name === "Recall by a stranger" && has("principal"));
    }
    if (event.type === "loss") {
      note("a loss borne by seniors", has("senior"));
      note("a loss borne by juniors", has("junior"));
    }
  }
  for (const side of ["senior", "junior"] as const) {
    const [was, is] = [before.classes[side], after.classes[side]];
    note(`${side}s lost everything`, was.P > 0n && is.P === 0n && is.N > 0n);
    note(`a new ${side} generation`, is.generation > was.generation);
  }
  const paid = Object.entries(after.requests).filter(([id, request]) => request.paid > (before.requests[id]?.paid ?? 0n));
  note(
    "a request paid in part",
    paid.some(([, { principal }]) => principal > 0n),
  );
  note("a side request paid", name === "FinalizeSide");
  note("a donation swept", name === "Sweep" && before.sums.R < after.sums.R);
  note("a junior made senior", name === "ConvertJunior");
  note("an operator replaced", name === "Execute replaceOperator");
  note("a migration", name === "Execute migrate");
  note("a forward with an attestation", name === "Forward" && Object.entries(after.power.sequences).some(([key, n]) => before.power.sequences[key] !== n));
  return seen;
}

/** Reasons of refusal that have to occur. */
export const isNamed = (reason: string): boolean => REQUIRED.includes(reason);
