/** The actor's codecs: for each tuple of the schema an AssemblyScript class with the description of its bytes that actor/sdk/shape.ts walks. */
import type { Fields, Kind, MethodSchema, Scalar, Schema, Struct } from "../../actor/abi/schema-kinds.ts";
import { methodNumber } from "../../filecoin/frc42.ts";
import { MARK } from "./mark.ts";

/** Default bounds where the schema gives none; bytes. */
const MOST_BYTES = 4096;
const MOST_CODE = 64;

class SchemaError extends Error {
  override name = "SchemaError";
}

const constantName = (name: string): string => name.replace(/([a-z0-9])([A-Z])/g, "$1_$2").toUpperCase();
const upperFirst = (name: string): string => name[0]!.toUpperCase() + name.slice(1);

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
