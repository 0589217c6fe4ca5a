/** What clients need of the schema: types, method numbers, and how everything stands on the wire, without the words for people. */
import type { EventSchema, Fields, Kind, MethodSchema, Schema } from "../../actor/abi/schema-kinds.ts";
import { methodNumber } from "../../filecoin/frc42.ts";
import { MARK } from "./mark.ts";

const TS_SCALARS: Record<string, string> = {
  u64: "bigint",
  uint: "number",
  epoch: "Epoch",
  bool: "boolean",
  text: "string",
  bytes: "Uint8Array",
  cid: "Cid",
  amount: "AttoFil",
  signed: "AttoFil",
  number256: "bigint",
  id: "ActorId",
  actor: "Address",
  address: "Address",
  tokenSet: "readonly bigint[]",
  code: "Cid",
};

function tsType(kind: Kind): string {
  if (typeof kind === "string") return TS_SCALARS[kind]!;
  if ("bounded" in kind) return TS_SCALARS[kind.bounded]!;
  if ("tuple" in kind) return kind.tuple;
  if ("nullable" in kind) return `${tsType(kind.nullable)} | null`;
  const item = tsType(kind.list);
  return `readonly ${/[ |]/.test(item) ? `(${item})` : item}[]`;
}

function tsInterface(name: string, doc: string, fields: Fields): string {
  const lines = Object.entries(fields).map(([field, kind]) => `  readonly ${field}: ${tsType(kind)};`);
  return `/** ${doc}. */\nexport interface ${name} {\n${lines.join("\n")}\n}\n`;
}

/** The client's types and method table. */
export function generateClientTypes(s: Schema): string {
  const out: string[] = [
    MARK,
    'import type { Address } from "../../filecoin/address.ts";',
    'import type { Cid } from "../../filecoin/cid.ts";',
    'import type { ActorId, AttoFil, Epoch } from "../../filecoin/units.ts";\n',
    ...Object.entries(s.structs).map(([name, { doc, fields }]) => tsInterface(name, doc, fields)),
  ];
  const rows: string[] = [];
  const numbers: string[] = [];
  for (const [name, method] of Object.entries(s.methods)) {
    const fields = Object.keys(method.params).length;
    if (fields > 0) out.push(tsInterface(`${name}Request`, `params of ${name}`, method.params));
    rows.push(`  ${name}: { params: ${fields > 0 ? `${name}Request` : "NoParams"}; returns: ${method.returns === null ? "null" : tsType(method.returns)} };`);
    numbers.push(`  ${name}: ${methodNumber(name)},`);
  }
  const events = Object.entries(s.events).map(([name, event]) => {
    const fields = Object.entries(event.fields).map(([f, k]) => `readonly ${f}${event.optional?.includes(f) === true ? "?" : ""}: ${tsType(k)}`);
    return `  "${name}": { ${fields.join("; ")} };`;
  });
  out.push(
    "/** A method without params. */\nexport type NoParams = Readonly<Record<string, never>>;\n",
    `/** Params and return of every method. */\nexport interface OwnerMethods {\n${rows.join("\n")}\n}\n`,
    "export type OwnerMethodName = keyof OwnerMethods;\n",
    `/** Every tuple by name. */\nexport interface OwnerStructs {\n${Object.keys(s.structs)
      .map((n) => `  ${n}: ${n};`)
      .join("\n")}\n}\n`,
    `/** FRC-42 number of every method. */\nexport const METHOD_NUMBERS = {\n${numbers.join("\n")}\n} as const satisfies Record<OwnerMethodName, number>;\n`,
    `/** Fields of every event after its type. */\nexport interface OwnerEvents {\n${events.join("\n")}\n}\n`,
    "export type OwnerEventName = keyof OwnerEvents;\n",
  );
  return out.join("\n");
}

/** The schema as programs need it. Words for people stay out, so that they do not ship in what only encodes and decodes. */
export function generateWireSchema(s: Schema): string {
  const structs = Object.fromEntries(Object.entries(s.structs).map(([name, { fields }]) => [name, fields]));
  const methods = Object.fromEntries(Object.entries(s.methods).map(([name, method]) => [name, wireOf(method)]));
  const events = Object.fromEntries(
    Object.entries(s.events).map(([name, { fields, optional }]: [string, EventSchema]) => [name, { fields, optional: optional ?? [] }]),
  );
  return [
    MARK,
    'import type { WireSchema } from "./schema-kinds.ts";\n',
    "/** How params, returns, state tuples and events of the owner actor stand on the wire. */",
    `export const wire = ${JSON.stringify({ structs, methods, events }, null, 1)} as const satisfies WireSchema;\n`,
  ].join("\n");
}

const wireOf = ({ params, returns, payable, view }: MethodSchema): object => ({ params, returns, payable, view });
