/**
 * Writes what follows from actor/abi/schema.ts: actor/owner/codec.generated.ts (AssemblyScript) and
 * actor/abi/methods.generated.ts (TypeScript types and the method table) and docs/owner-actor-methods.md. `--check` fails
 * when a file is stale.
 */
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Fields, Group, Kind, MethodSchema, Schema, Struct } from "../actor/abi/schema-kinds.ts";
import { schema } from "../actor/abi/schema.ts";
import { methodNumber } from "../filecoin/frc42.ts";
import { REPOSITORY } from "./build-actor.ts";

const MARK = "// Written by scripts/generate-abi.ts from actor/abi/schema.ts. Do not edit.\n";
const MAX_SET = 64;

/** Default bounds where the schema gives none; bytes. */
const MOST_BYTES = 4096;

class SchemaError extends Error {
  override name = "SchemaError";
}

const constantName = (name: string): string => name.replace(/([a-z0-9])([A-Z])/g, "$1_$2").toUpperCase();
const upperFirst = (name: string): string => name[0]!.toUpperCase() + name.slice(1);

// ---- AssemblyScript -------------------------------------------------------------------------------------------------

interface AsKind {
  type: string;
  read: string;
  write: (value: string) => string;
  /** How null looks, for kinds that may be nullable. */
  none?: { value: string; test: (value: string) => string };
}

const emptyBytes = { value: "newBytes(0)", test: (v: string) => `${v}.length == 0` };
const nullReference = { value: "null", test: (v: string) => `${v} === null` };
const zeroId = { value: "0", test: (v: string) => `${v} == 0` };

const AS_SCALARS: Record<string, AsKind> = {
  u64: {
    type: "u64",
    read: "r.nextU64()",
    write: (v) => `w.u64(${v})`,
    none: { value: "u64.MAX_VALUE", test: (v) => `${v} == u64.MAX_VALUE` },
  },
  uint: { type: "u64", read: "r.nextU64()", write: (v) => `w.u64(${v})` },
  epoch: {
    type: "i64",
    read: "r.nextI64()",
    write: (v) => `w.i64(${v})`,
    none: { value: "-1", test: (v) => `${v} == -1` },
  },
  bool: { type: "bool", read: "r.nextBool()", write: (v) => `w.bool(${v})` },
  text: { type: "Bytes", read: `r.nextText(${MOST_BYTES})`, write: (v) => `w.text(${v})`, none: emptyBytes },
  bytes: {
    type: "Bytes",
    read: `r.nextBytes(${MOST_BYTES})`,
    write: (v) => `w.bytes(${v})`,
    none: emptyBytes,
  },
  cid: { type: "Bytes", read: "r.nextCid()", write: (v) => `w.cid(${v})`, none: emptyBytes },
  amount: { type: "U256", read: "r.nextAmount()", write: (v) => `w.amount(${v})`, none: nullReference },
  number256: { type: "U256", read: "r.nextAmount()", write: (v) => `w.amount(${v})`, none: nullReference },
  signed: {
    type: "Signed",
    read: "r.nextSigned()",
    write: (v) => `w.signed(${v}.negative, ${v}.magnitude)`,
    none: nullReference,
  },
  id: { type: "u64", read: "r.nextU64()", write: (v) => `w.u64(${v})`, none: zeroId },
  actor: { type: "u64", read: "r.nextActor()", write: (v) => `w.actor(${v})`, none: zeroId },
  address: { type: "Bytes", read: "r.nextAddress()", write: (v) => `w.bytes(${v})`, none: emptyBytes },
  tokenSet: {
    type: "IdSet",
    read: `decodeSet(r.nextBytes(MAX_SET_BYTES), ${MAX_SET})`,
    write: (v) => `w.bytes(encodeSet(${v}))`,
  },
  code: { type: "Bytes", read: "r.nextBytes(64)", write: (v) => `w.bytes(${v})`, none: emptyBytes },
  raw: { type: "Bytes", read: "r.nextRaw()", write: (v) => `w.raw(${v})`, none: emptyBytes },
};

/** A name for a kind, for the helpers of lists and nullables. */
function kindName(kind: Kind): string {
  if (typeof kind === "string") return upperFirst(kind);
  if ("bounded" in kind) return `${upperFirst(kind.bounded)}${kind.most}`;
  if ("list" in kind) return `ListOf${kindName(kind.list)}${kind.most}`;
  if ("nullable" in kind) return `Maybe${kindName(kind.nullable)}`;
  return kind.tuple;
}

/** Describes a kind in AssemblyScript; helpers it needs are added to `helpers` once. */
function asKind(kind: Kind, helpers: Map<string, string>): AsKind {
  if (typeof kind === "string") return AS_SCALARS[kind]!;
  if ("tuple" in kind)
    return {
      type: kind.tuple,
      read: `${kind.tuple}.read(r)`,
      write: (v) => `${v}.write(w)`,
      none: nullReference,
    };
  if ("bounded" in kind) {
    const base = AS_SCALARS[kind.bounded]!;
    return { ...base, read: base.read.replace(String(MOST_BYTES), String(kind.most)) };
  }
  const name = kindName(kind);
  if ("list" in kind) {
    const item = asKind(kind.list, helpers);
    const type = `StaticArray<${item.type}>`;
    helpers.set(
      name,
      `function read${name}(r: Reader): ${type} {\n  const n = r.nextList(${kind.most});\n  const out = new ${type}(n);\n  for (let i: u32 = 0; i < n; i++) out[i] = ${item.read};\n  return out;\n}\n` +
        `function write${name}(w: Writer, items: ${type}): Writer {\n  w.array(items.length);\n  for (let i = 0; i < items.length; i++) ${item.write("items[i]")};\n  return w;\n}\n`,
    );
    return { type, read: `read${name}(r)`, write: (v) => `write${name}(w, ${v})` };
  }
  const inner = asKind(kind.nullable, helpers);
  if (inner.none === undefined) throw new SchemaError(`nullable(${kindName(kind.nullable)}) has no form in AssemblyScript`);
  const { value, test } = inner.none;
  const type = value === "null" ? `${inner.type} | null` : inner.type;
  helpers.set(
    name,
    `function read${name}(r: Reader): ${type} {\n  if (r.nextIsNull()) return ${value};\n  return ${inner.read};\n}\n` +
      `function write${name}(w: Writer, v: ${type}): Writer {\n  return ${test("v")} ? w.nil() : ${inner.write("v")};\n}\n`,
  );
  return { type, read: `read${name}(r)`, write: (v) => `write${name}(w, ${v})` };
}

function asClass(name: string, doc: string, fields: Fields, helpers: Map<string, string>): string {
  const entries = Object.entries(fields).map(([field, kind]) => ({ field, kind: asKind(kind, helpers) }));
  return [
    `/** ${doc}. */`,
    "@final",
    `export class ${name} {`,
    "  constructor(",
    ...entries.map(({ field, kind }) => `    public ${field}: ${kind.type},`),
    "  ) {}",
    `  static read(r: Reader): ${name} {`,
    `    r.nextArray(${entries.length});`,
    ...entries.map(({ field, kind }) => `    const ${field}_ = ${kind.read};`),
    `    return new ${name}(${entries.map(({ field }) => `${field}_`).join(", ")});`,
    "  }",
    "  write(w: Writer): Writer {",
    `    w.array(${entries.length});`,
    ...entries.map(({ field, kind }) => `    ${kind.write(`this.${field}`)};`),
    "    return w;",
    "  }",
    "}",
    "",
  ].join("\n");
}

function asMethod(name: string, method: MethodSchema, helpers: Map<string, string>): string {
  const out: string[] = [`/** ${method.doc}. Caller: ${method.caller}. */`, `export const ${constantName(name)}: u64 = ${methodNumber(name)};`];
  const fields = Object.entries(method.params);
  const lone = fields.length === 1 ? asKind(fields[0]![1], helpers) : null;
  if (fields.length > 1) out.push(asClass(`${name}Params`, `params of ${name}`, method.params, helpers).trimEnd());
  if (fields.length > 0) {
    const type = lone === null ? `${name}Params` : lone.type;
    out.push(
      `export function read${name}(params: Bytes): ${type} {`,
      "  const r = new Reader(params);",
      `  const out = ${lone === null ? `${name}Params.read(r)` : lone.read};`,
      "  r.finish();",
      "  return out;",
      "}",
    );
  }
  if (method.returns !== null) {
    const kind = asKind(method.returns, helpers);
    out.push(
      `export function return${name}(value: ${kind.type}): Bytes {`,
      "  const w = new Writer();",
      `  ${kind.write("value")};`,
      "  return w.finish();",
      "}",
    );
  }
  return out.join("\n") + "\n";
}

function flagFunction(name: string, doc: string, methods: string[]): string {
  const tests = methods.map((m) => `method == ${constantName(m)}`);
  return `/** ${doc} */\nexport function ${name}(method: u64): bool {\n  return ${tests.length === 0 ? "false" : tests.join(" || ")};\n}\n`;
}

/** The actor's codecs. */
export function generateActorCodec(s: Schema): string {
  const helpers = new Map<string, string>();
  const structs = Object.entries(s.structs).map(([name, { doc, fields }]: [string, Struct]) => asClass(name, doc, fields, helpers));
  const methods = Object.entries(s.methods).map(([name, method]) => asMethod(name, method, helpers));
  const having = (flag: "payable" | "view"): string[] => Object.keys(s.methods).filter((name) => s.methods[name]![flag] === true);
  return [
    MARK,
    'import { SERIALIZATION, check } from "../sdk/abort";',
    'import { Bytes, newBytes } from "../sdk/bytes";',
    'import { Reader, Signed } from "../sdk/cbor-reader";',
    'import { Writer } from "../sdk/cbor-writer";',
    'import { IdSet, MAX_SET_BYTES, decodeSet, encodeSet } from "../sdk/rle";',
    'import { U256 } from "../sdk/u256";\n',
    ...structs,
    ...methods,
    '/** Refuses params where a method has none. */\nexport function readNone(params: Bytes): void {\n  check(params.length == 0, SERIALIZATION, utf8("this method takes no params"));\n}\n',
    flagFunction("isPayable", "True for methods that accept value.", having("payable")),
    flagFunction("isView", "True for methods that only read.", having("view")),
    ...helpers.values(),
  ].join("\n");
}

// ---- TypeScript -----------------------------------------------------------------------------------------------------

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
  raw: "CborValue",
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
    'import type { CborValue } from "../../filecoin/cbor.ts";',
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

// ---- docs -----------------------------------------------------------------------------------------------------------

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

function methodRow([name, m]: [string, MethodSchema]): string {
  const count = Object.keys(m.params).length;
  const params = count === 0 ? "–" : count === 1 ? fieldsText(m.params) : `[${fieldsText(m.params)}]`;
  const returns = m.returns === null ? "–" : kindText(m.returns);
  const access = m.view === true ? "read-only" : m.payable === true ? "takes value" : "";
  return `| ${name} | ${methodNumber(name)} | ${params} | ${returns} | ${access} | ${m.caller} | ${m.doc} |`;
}

/** The reference page of methods, tuples and events. */
export function generateReference(s: Schema): string {
  const methods = Object.entries(s.methods);
  const groups = (Object.keys(GROUP_TITLES) as Group[]).flatMap((group) => {
    const rows = methods.filter(([, m]) => m.group === group).map(methodRow);
    const head = ["| method | number | params | return | | caller | does |", "|---|---|---|---|---|---|---|"];
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
    "Method numbers are the FRC-42 numbers of the names. Params and returns are CBOR tuples; a lone field stands bare, none means no params. Kinds: actor/abi/schema-kinds.ts. Value sent to a method that takes none ends with 26.",
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

// ---- files ----------------------------------------------------------------------------------------------------------

/** Path of each generated file and its text as of the present schema. */
export function generatedFiles(): ReadonlyMap<string, string> {
  return new Map([
    ["actor/owner/codec.generated.ts", generateActorCodec(schema)],
    ["actor/abi/methods.generated.ts", generateClientTypes(schema)],
    ["docs/owner-actor-methods.md", generateReference(schema)],
  ]);
}

/** Paths whose content differs from what the schema gives. */
export async function staleFiles(root: string = REPOSITORY): Promise<string[]> {
  const stale: string[] = [];
  for (const [path, text] of generatedFiles()) {
    const present = await readFile(join(root, path), "utf8").catch(() => null);
    if (present !== text) stale.push(path);
  }
  return stale;
}

async function run(): Promise<void> {
  const stale = await staleFiles();
  if (process.argv.includes("--check")) {
    if (stale.length === 0) return;
    console.error(`stale: ${stale.join(", ")}. Run: npx tsx scripts/generate-abi.ts`);
    process.exit(1);
  }
  const files = generatedFiles();
  for (const path of stale) {
    await writeFile(join(REPOSITORY, path), files.get(path)!);
    console.log(`wrote ${path}`);
  }
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) await run();
