/**
 * Writes what follows from actor/abi/schema.ts: actor/owner/codec.generated.ts (AssemblyScript) and
 * actor/abi/methods.generated.ts (TypeScript types and the method table) and docs/owner-actor-methods.md, with the gas of docs/gas.json; and
 * actor/owner/policy.generated.ts from actor/abi/policy.ts.
 * `--check` fails when a file is stale.
 */
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import {
  EXITS_OF_ALL,
  EXIT_WHILE_SHUT,
  type Fields,
  type Group,
  type Kind,
  type MethodSchema,
  type Scalar,
  type Schema,
  type Struct,
} from "../actor/abi/schema-kinds.ts";
import { schema } from "../actor/abi/schema.ts";
import { methodNumber } from "../filecoin/frc42.ts";
import { REPOSITORY } from "./build-actor.ts";
import { generatePolicy } from "./generate-policy.ts";

const MARK = "// Written by scripts/generate-abi.ts from actor/abi/schema.ts. Do not edit.\n";

/** Default bounds where the schema gives none; bytes. */
const MOST_BYTES = 4096;
const MOST_CODE = 64;

class SchemaError extends Error {
  override name = "SchemaError";
}

const constantName = (name: string): string => name.replace(/([a-z0-9])([A-Z])/g, "$1_$2").toUpperCase();
const upperFirst = (name: string): string => name[0]!.toUpperCase() + name.slice(1);

// ---- AssemblyScript -------------------------------------------------------------------------------------------------

/** A kind as actor/sdk/shape.ts knows it: its code there, its bytes in memory, and whether it may be nullable. */
interface AsScalar {
  readonly type: string;
  readonly code: number;
  readonly most?: number;
  readonly nullable: boolean;
}

const TUPLE = 7;
const LIST = 13;
const NULLABLE = 128;
const TUPLE_HEAD = 4;
const MAX_BYTE = 255;
/** Codes above it stand for a reference. */
const BOOL = 4;

const AS_SCALARS: Readonly<Record<Scalar, AsScalar>> = {
  u64: { type: "u64", code: 0, nullable: true },
  epoch: { type: "i64", code: 1, nullable: true },
  id: { type: "u64", code: 2, nullable: true },
  uint: { type: "u64", code: 2, nullable: false },
  actor: { type: "u64", code: 3, nullable: true },
  bool: { type: "bool", code: BOOL, nullable: false },
  amount: { type: "U256", code: 5, nullable: true },
  number256: { type: "U256", code: 5, nullable: true },
  signed: { type: "Signed", code: 6, nullable: true },
  cid: { type: "Bytes", code: 8, nullable: true },
  address: { type: "Bytes", code: 9, nullable: true },
  text: { type: "Bytes", code: 10, most: MOST_BYTES, nullable: true },
  bytes: { type: "Bytes", code: 11, most: MOST_BYTES, nullable: true },
  code: { type: "Bytes", code: 11, most: MOST_CODE, nullable: true },
  tokenSet: { type: "IdSet", code: 12, nullable: false },
};

/** A name for a kind, for the shapes of lone items. */
function kindName(kind: Kind): string {
  if (typeof kind === "string") return upperFirst(kind);
  if ("bounded" in kind) return `${upperFirst(kind.bounded)}${kind.most}`;
  if ("list" in kind) return `ListOf${kindName(kind.list)}${kind.most}`;
  if ("nullable" in kind) return `Maybe${kindName(kind.nullable)}`;
  return kind.tuple;
}

function asType(kind: Kind): string {
  if (typeof kind === "string") return AS_SCALARS[kind].type;
  if ("bounded" in kind) return AS_SCALARS[kind.bounded].type;
  if ("tuple" in kind) return kind.tuple;
  if ("list" in kind) return `StaticArray<${asType(kind.list)}>`;
  const type = asType(kind.nullable);
  // Other kinds have a value of their own that stands for null.
  return ["U256", "Signed"].includes(type) || (typeof kind.nullable !== "string" && "tuple" in kind.nullable) ? `${type} | null` : type;
}

const u16 = (n: number): number[] => [n & MAX_BYTE, n >> 8];

/** The description of a kind that actor/sdk/shape.ts walks. */
function shapeOf(s: Schema, kind: Kind): number[] {
  if (typeof kind === "string") {
    const { code, most } = AS_SCALARS[kind];
    return most === undefined ? [code] : [code, ...u16(most)];
  }
  if ("bounded" in kind) return [AS_SCALARS[kind.bounded].code, ...u16(kind.most)];
  if ("tuple" in kind) return tupleShape(s, kind.tuple, s.structs[kind.tuple]!.fields);
  if ("list" in kind) return [LIST, ...u16(kind.most), ...shapeOf(s, kind.list)];
  const inner = kind.nullable;
  const fits = typeof inner === "string" ? AS_SCALARS[inner].nullable : "bounded" in inner || "tuple" in inner;
  if (!fits) throw new SchemaError(`nullable(${kindName(inner)}) has no form in AssemblyScript`);
  const [code, ...rest] = shapeOf(s, inner) as [number, ...number[]];
  return [code | NULLABLE, ...rest];
}

function widthOf(kind: Kind): number {
  const type = asType(kind);
  return type === "bool" ? 1 : type === "u64" || type === "i64" ? 8 : 4;
}

/** Bytes of an object with these fields: each stands at the next multiple of its width. */
export function objectSize(fields: Fields): number {
  let end = 0;
  for (const kind of Object.values(fields)) {
    const width = widthOf(kind);
    end = Math.ceil(end / width) * width + width;
  }
  return end;
}

function tupleShape(s: Schema, name: string, fields: Fields): number[] {
  const shapes = Object.values(fields).flatMap((kind) => shapeOf(s, kind));
  const shape = [TUPLE, TUPLE_HEAD + shapes.length, objectSize(fields), Object.keys(fields).length, ...shapes];
  if (shape.slice(1, TUPLE_HEAD).some((n) => n > MAX_BYTE)) throw new SchemaError(`${name} is too large: its shape counts bytes and fields up to ${MAX_BYTE}`);
  return shape;
}

/** A constant with the address of a shape. */
const shapeConstant = (name: string, shape: readonly number[]): string => `const ${constantName(name)}_SHAPE: Shape = memory.data<u8>([${shape.join(", ")}]);`;

function asClass(s: Schema, name: string, doc: string, fields: Fields): string {
  return [
    shapeConstant(name, tupleShape(s, name, fields)),
    `/** ${doc}. */`,
    "@final",
    `export class ${name} {`,
    "  constructor(",
    ...Object.entries(fields).map(([field, kind]) => `    public ${field}: ${asType(kind)},`),
    "  ) {}",
    `  static read(r: Reader): ${name} {`,
    `    return changetype<${name}>(readTuple(r, ${constantName(name)}_SHAPE));`,
    "  }",
    "  write(w: Writer): Writer {",
    `    return writeTuple(w, ${constantName(name)}_SHAPE, changetype<usize>(this));`,
    "  }",
    "}",
    "",
  ].join("\n");
}

/** The name of a lone kind's shape; tuples have theirs already. */
function loneShape(s: Schema, kind: Kind, lone: Map<string, string>): string {
  const name = kindName(kind);
  const constant = `${constantName(name)}_SHAPE`;
  if (typeof kind === "string" || !("tuple" in kind)) lone.set(constant, shapeConstant(name, shapeOf(s, kind)));
  return constant;
}

function asMethod(s: Schema, name: string, method: MethodSchema, lone: Map<string, string>): string {
  const out: string[] = [`/** ${method.doc}. Caller: ${method.caller}. */`, `export const ${constantName(name)}: u64 = ${methodNumber(name)};`];
  const fields = Object.entries(method.params);
  if (fields.length > 1) out.push(asClass(s, `${name}Params`, `params of ${name}`, method.params).trimEnd());
  if (fields.length > 0) {
    const only = fields.length === 1 ? fields[0]![1] : null;
    const type = only === null ? `${name}Params` : asType(only);
    const shape = only === null ? `${constantName(`${name}Params`)}_SHAPE` : loneShape(s, only, lone);
    out.push(`export function read${name}(params: Bytes): ${type} {`, `  return load<${type}>(readLone(params, ${shape}));`, "}");
  }
  if (method.returns !== null) {
    const type = asType(method.returns);
    const value = widthOf(method.returns) === 4 ? "changetype<usize>(value)" : "<u64>value";
    out.push(`export function return${name}(value: ${type}): Bytes {`, `  return writeLone(${loneShape(s, method.returns, lone)}, ${value});`, "}");
  }
  return out.join("\n") + "\n";
}

function flagFunction(name: string, doc: string, methods: string[]): string {
  const tests = methods.map((m) => `method == ${constantName(m)}`);
  return `/** ${doc} */\nexport function ${name}(method: u64): bool {\n  return ${tests.length === 0 ? "false" : tests.join(" || ")};\n}\n`;
}

/** The actor's codecs. */
export function generateActorCodec(s: Schema): string {
  const lone = new Map<string, string>();
  const structs = Object.entries(s.structs).map(([name, { doc, fields }]: [string, Struct]) => asClass(s, name, doc, fields));
  const methods = Object.entries(s.methods).map(([name, method]) => asMethod(s, name, method, lone));
  const having = (flag: "payable" | "view"): string[] => Object.keys(s.methods).filter((name) => s.methods[name]![flag] === true);
  return [
    MARK,
    'import { SERIALIZATION, check } from "../sdk/abort";',
    'import { Bytes } from "../sdk/bytes";',
    'import { Reader, Signed } from "../sdk/cbor-reader";',
    'import { Writer } from "../sdk/cbor-writer";',
    'import { IdSet } from "../sdk/rle";',
    'import { Shape, readLone, readTuple, writeLone, writeTuple } from "../sdk/shape";',
    'import { U256 } from "../sdk/u256";\n',
    `${[...lone.values()].join("\n")}\n`,
    ...structs,
    ...methods,
    '/** Refuses params where a method has none. */\nexport function readNone(params: Bytes): void {\n  check(params.length == 0, SERIALIZATION, utf8("this method takes no params"));\n}\n',
    flagFunction("isPayable", "True for methods that accept value.", having("payable")),
    flagFunction("isView", "True for methods that only read.", having("view")),
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

/** What the methods cost, as `npm run bench -- --gas --write` measured: gas of a whole message on a small offer, and at a million positions. */
interface MethodGas {
  readonly small: Readonly<Record<string, number>>;
  readonly million: Readonly<Record<string, number>>;
}

/** Written by the benchmark, read here. */
export const METHOD_GAS_FILE = "docs/gas.json";

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

// ---- files ----------------------------------------------------------------------------------------------------------

/** Path of each generated file and its text as of the present schema. */
export async function generatedFiles(root: string = REPOSITORY): Promise<ReadonlyMap<string, string>> {
  const gas = JSON.parse(await readFile(join(root, METHOD_GAS_FILE), "utf8")) as MethodGas;
  return new Map([
    ["actor/owner/codec.generated.ts", generateActorCodec(schema)],
    ["actor/owner/policy.generated.ts", await generatePolicy(root)],
    ["actor/abi/methods.generated.ts", generateClientTypes(schema)],
    ["docs/owner-actor-methods.md", generateReference(schema, gas)],
  ]);
}

/** Paths whose content differs from what the schema gives. */
export async function staleFiles(root: string = REPOSITORY): Promise<string[]> {
  const stale: string[] = [];
  for (const [path, text] of await generatedFiles(root)) {
    const present = await readFile(join(root, path), "utf8").catch(() => null);
    if (present !== text) stale.push(path);
  }
  return stale;
}

/** Writes the stale ones and tells which. */
export async function writeStaleFiles(): Promise<string[]> {
  const [stale, files] = [await staleFiles(), await generatedFiles()];
  for (const path of stale) await writeFile(join(REPOSITORY, path), files.get(path)!);
  return stale;
}

async function run(): Promise<void> {
  if (!process.argv.includes("--check")) {
    for (const path of await writeStaleFiles()) console.log(`wrote ${path}`);
    return;
  }
  const stale = await staleFiles();
  if (stale.length === 0) return;
  console.error(`stale: ${stale.join(", ")}. Run: npx tsx scripts/generate-abi.ts`);
  process.exit(1);
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) await run();
