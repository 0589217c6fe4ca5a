/** docs/owner-actor-methods.md: every method, tuple and event for a reader. */
import { EXITS_OF_ALL, EXIT_WHILE_SHUT, type Fields, type Group, type Kind, type MethodSchema, type Schema } from "../../actor/abi/schema-kinds.ts";
import { methodNumber } from "../../filecoin/frc42.ts";

function kindText(kind: Kind): string {
  if (typeof kind === "string") return kind;
  if ("bounded" in kind) return `${kind.bounded} ≤ ${kind.most} B`;
  if ("list" in kind) return `list of ${kindText(kind.list)} (≤ ${kind.most})`;
  if ("nullable" in kind) return `${kindText(kind.nullable)} or null`;
  return `[${kind.tuple}](#${kind.tuple.toLowerCase()})`;
}

const GROUP_TITLES: Record<Group, string> = {
  lifecycle: "Lifecycle",
  custody: "Custody",
  money: "Money",
  positions: "Positions (FRC-53)",
  exit: "Exit",
  governance: "Governance",
  operator: "Operator",
  views: "Views",
};

function fieldsText(fields: Fields): string {
  return Object.entries(fields)
    .map(([name, kind]) => `${name}: ${kindText(kind)}`)
    .join(", ");
}

/** What the methods cost, as `npm run bench -- --gas --write` measured: gas of a whole message on a small offer, and at a million positions. */
export interface MethodGas {
  readonly small: Readonly<Record<string, number>>;
  readonly million: Readonly<Record<string, number>>;
}

const megaGas = (gas: number | undefined): string => (gas === undefined ? "–" : (gas / 1_000_000).toFixed(1));

const methodRow =
  (gas: MethodGas) =>
  ([name, m]: [string, MethodSchema]): string => {
    const count = Object.keys(m.params).length;
    const params = count === 0 ? "–" : count === 1 ? fieldsText(m.params) : `[${fieldsText(m.params)}]`;
    const returns = m.returns === null ? "–" : kindText(m.returns);
    const access = m.view === true ? "read-only" : m.payable === true ? "takes value" : "";
    const exits = m.exits.length === 0 ? "–" : m.exits.map((exit) => (exit === "hook" ? "the receiver's" : exit)).join(", ");
    return `| ${name} | ${methodNumber(name)} | ${params} | ${returns} | ${access} | ${m.caller} | ${exits} | ${megaGas(gas.small[name])} | ${megaGas(gas.million[name])} | ${m.doc} |`;
  };

/** The reference page of methods, tuples and events. */
export function generateReference(s: Schema, gas: MethodGas): string {
  const methods = Object.entries(s.methods);
  const groups = (Object.keys(GROUP_TITLES) as Group[]).flatMap((group) => {
    const rows = methods.filter(([, m]) => m.group === group).map(methodRow(gas));
    const head = ["| method | number | params | return | | caller | ends with | M gas | at 10⁶ | does |", "|---|---|---|---|---|---|---|---|---|---|"];
    return rows.length === 0 ? [] : [`## ${GROUP_TITLES[group]}`, "", ...head, ...rows, ""];
  });
  const structs = Object.entries(s.structs).flatMap(([name, { doc, fields }]) => [
    `### ${name}`,
    "",
    `${doc}.`,
    "",
    "| field | kind |",
    "|---|---|",
    ...Object.entries(fields).map(([field, kind]) => `| ${field} | ${kindText(kind)} |`),
    "",
  ]);
  return [
    "<!-- Written by scripts/generate-abi.ts from actor/abi/schema.ts. Do not edit. -->",
    "",
    "# Owner actor: methods, tuples, events",
    "",
    "Method numbers are the FRC-42 numbers of the names. Params and returns are CBOR tuples; a lone field stands bare, none means no params. Kinds: actor/abi/schema-kinds.ts.",
    "",
    "*M gas*: millions of gas of a whole message on the reference FVM, on an offer of one miner and about ten positions; *at 10⁶*: with a million positions, each of its own holder, for those that were measured there. How, and how it grows: [benchmarks.md](benchmarks.md). Inherit is part of an Execute, Receive always refuses.",
    "",
    "Exit codes: 16 bad parameter, 17 no such thing, 18 caller not allowed, 19 not enough money, 20 a rule, or a failed call to another actor. *Ends with* has those of a method's own rules; *the receiver's*: it calls a receiver's hook and passes on any code from 16 up that the receiver refuses with. Every method also ends with " +
      `${EXITS_OF_ALL[0]} if the params are not in its form, and with ${EXITS_OF_ALL[2]} if it is sent value that it does not take; a number that is no method with ${EXITS_OF_ALL[1]}. Every method that is not read-only ends with ${EXIT_WHILE_SHUT} while another change is in progress, in an heir that waits (but Inherit), and after a migration (but Sweep, which sends on); Receive refuses always. Codes below 16 are the system's: 7 out of gas.`,
    "",
    ...groups,
    "## Tuples",
    "",
    ...structs,
    "## Events",
    "",
    "First entry `$type`, then the fields in CBOR (FIP-0049).",
    "",
    "| type | fields | says |",
    "|---|---|---|",
    ...Object.entries(s.events).map(([name, e]) => `| ${name} | ${fieldsText(e.fields)} | ${e.doc} |`),
    "",
  ].join("\n");
}
