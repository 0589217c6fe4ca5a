/** Writes scenarios/install.json: modules the FVM takes and modules it refuses, byte by byte. Run from the repository root. */
import { writeFileSync } from "node:fs";
import { Address } from "../../../filecoin/address.ts";
import { toHex } from "../../../filecoin/bytes.ts";
import { secp256k1PublicKey } from "../../../filecoin/signature.ts";
const F1 = Address.secp256k1(secp256k1PublicKey(new Uint8Array(32).fill(5))).toString();
type B = number[];
const leb = (n: number): B => {
  const o: B = [];
  do {
    const l = n & 127;
    n >>>= 7;
    o.push(n ? l | 128 : l);
  } while (n);
  return o;
};
const sleb = (n: number): B => {
  const o: B = [];
  for (;;) {
    const l = n & 127;
    n >>= 7;
    if ((n === 0 && !(l & 64)) || (n === -1 && l & 64)) {
      o.push(l);
      return o;
    }
    o.push(l | 128);
  }
};
const str = (s: string): B => [...leb(s.length), ...new TextEncoder().encode(s)];
const vec = (items: B[]): B => [...leb(items.length), ...items.flat()];
const sec = (id: number, b: B): B => [id, ...leb(b.length), ...b];
const body = (code: B, locals: B = [0]): B => {
  const b = [...locals, ...code];
  return [...leb(b.length), ...b];
};
const T0 = [0x60, 1, 0x7f, 1, 0x7f],
  T1 = [0x60, 0, 0],
  T2 = [0x60, 0, 2, 0x7f, 0x7f];
interface M {
  types?: B[];
  imports?: B[];
  funcs?: number[];
  tables?: B[];
  mems?: B[];
  globals?: B[];
  exports?: B[];
  start?: number;
  elems?: B[];
  dataCount?: number;
  codes?: B[];
  datas?: B[];
  tail?: B;
}
const mod = (m: M): Uint8Array =>
  Uint8Array.from([
    0,
    97,
    115,
    109,
    1,
    0,
    0,
    0,
    ...sec(1, vec(m.types ?? [T0, T1])),
    ...(m.imports ? sec(2, vec(m.imports)) : []),
    ...(m.funcs?.length === 0 ? [] : sec(3, vec((m.funcs ?? [0]).map(leb)))),
    ...(m.tables ? sec(4, vec(m.tables)) : []),
    ...(m.mems?.length === 0 ? [] : sec(5, vec(m.mems ?? [[0, 1]]))),
    ...(m.globals ? sec(6, vec(m.globals)) : []),
    ...sec(
      7,
      vec(
        m.exports ?? [
          [...str("memory"), 2, 0],
          [...str("invoke"), 0, 0],
        ],
      ),
    ),
    ...(m.start === undefined ? [] : sec(8, leb(m.start))),
    ...(m.elems ? sec(9, vec(m.elems)) : []),
    ...(m.dataCount === undefined ? [] : sec(12, leb(m.dataCount))),
    ...(m.codes?.length === 0 ? [] : sec(10, vec(m.codes ?? [body([0x41, 0, 0x0b])]))),
    ...(m.datas ? sec(11, vec(m.datas)) : []),
    ...(m.tail ?? []),
  ]);
const code = (c: B, locals?: B) => mod({ codes: [body([...c, 0x41, 0, 0x0b], locals)] });
const I = (n: number) => [0x41, ...sleb(n)];
const cases: [string, Uint8Array][] = [
  ["plain", mod({})],
  ["simd", code([0xfd, 12, ...Array(16).fill(0), 0x1a])],
  ["simd local type", code([], [1, 1, 0x7b])],
  ["multi-value type", mod({ types: [T0, T2] })],
  ["block of a function type", mod({ types: [T0, T1], codes: [body([0x02, 1, 0x0b, 0x41, 0, 0x0b])] })],
  ["shared memory", mod({ mems: [[3, 1, 2]] })],
  [
    "two memories",
    mod({
      mems: [
        [0, 1],
        [0, 1],
      ],
    }),
  ],
  ["memory64", mod({ mems: [[4, 1]] })],
  ["memory 8192 pages", mod({ mems: [[0, ...leb(8192)]] })],
  ["memory 8193 pages", mod({ mems: [[0, ...leb(8193)]] })],
  ["memory maximum 65536", mod({ mems: [[1, 1, ...leb(65536)]] })],
  ["memory maximum below minimum", mod({ mems: [[1, 2, 1]] })],
  ["atomics", mod({ codes: [body([...I(0), 0xfe, 0x10, 2, 0, 0x0b])] })],
  ["tail call", mod({ codes: [body([...I(0), 0x12, 0, 0x0b])] })],
  ["exceptions try", code([0x06, 0x40, 0x19, 0x0b])],
  ["try_table", code([0x1f, 0x40, 0, 0x0b])],
  ["throw", code([0x08, 0])],
  ["ref.null", code([0xd0, 0x70, 0x1a])],
  ["ref.is_null", code([0xd0, 0x70, 0xd1, 0x1a])],
  ["ref.func", mod({ codes: [body([0xd2, 0, 0x1a, 0x41, 0, 0x0b])], elems: [[3, 0, ...vec([[0]])]] })],
  ["select with type", code([...I(1), ...I(2), ...I(0), 0x1c, 1, 0x7f, 0x1a])],
  ["select", code([...I(1), ...I(2), ...I(0), 0x1b, 0x1a])],
  ["sign extension", code([...I(1), 0xc0, 0x1a])],
  ["saturating", code([0x43, 0, 0, 0, 0, 0xfc, 0, 0x1a])],
  ["0xfc 18", code([0xfc, 18, 0])],
  ["import gas counter", mod({ imports: [[...str("gas"), ...str("gas_counter"), 3, 0x7e, 1]] })],
  ["import another global", mod({ imports: [[...str("env"), ...str("g"), 3, 0x7f, 0]] })],
  ["import memory", mod({ imports: [[...str("env"), ...str("m"), 2, 0, 1]], mems: [] })],
  [
    "import an unknown function",
    mod({
      imports: [[...str("env"), ...str("f"), 0, 1]],
      exports: [
        [...str("memory"), 2, 0],
        [...str("invoke"), 0, 1],
      ],
    }),
  ],
  ["no functions", mod({ funcs: [], codes: [], exports: [[...str("memory"), 2, 0]] })],
  ["empty function section", mod({ funcs: [], codes: [], exports: [[...str("memory"), 2, 0]], tail: [] })],
  ["no memory", mod({ mems: [], exports: [[...str("invoke"), 0, 0]] })],
  [
    "two tables",
    mod({
      tables: [
        [0x70, 0, 1],
        [0x70, 0, 1],
      ],
    }),
  ],
  ["table 20000", mod({ tables: [[0x70, 0, ...leb(20000)]] })],
  ["table 20001", mod({ tables: [[0x70, 0, ...leb(20001)]] })],
  ["externref table", mod({ tables: [[0x6f, 0, 1]] })],
  [
    "table grow and fill",
    mod({
      tables: [[0x70, 0, 5]],
      codes: [body([...I(0), 0x25, 0, ...I(3), 0xfc, 15, 0, 0x1a, 0xfc, 16, 0, 0x1a, 0x41, 0, 0x0b])],
    }),
  ],
  ["element expressions", mod({ tables: [[0x70, 0, 5]], elems: [[4, 0x41, 0, 0x0b, ...vec([[0xd2, 0, 0x0b]])]] })],
  ["element expressions, none", mod({ tables: [[0x70, 0, 5]], elems: [[4, 0x41, 0, 0x0b, 0]] })],
  ["passive elements", mod({ tables: [[0x70, 0, 5]], elems: [[1, 0, ...vec([[0]])]] })],
  ["declared elements", mod({ tables: [[0x70, 0, 5]], elems: [[3, 0, ...vec([[0]])]] })],
  ["active data", mod({ datas: [[0, 0x41, 0, 0x0b, 1, 7]] })],
  ["data outside", mod({ datas: [[0, ...I(65536), 0x0b, 1, 7]] })],
  ["data offset extended", mod({ datas: [[0, 0x41, 0, 0x41, 1, 0x6a, 0x0b, 1, 7]] })],
  ["passive data", mod({ dataCount: 1, datas: [[1, 1, 7]] })],
  ["passive data without count", mod({ datas: [[1, 1, 7]] })],
  ["extended constant", mod({ globals: [[0x7f, 0, 0x41, 1, 0x41, 2, 0x6a, 0x0b]] })],
  [
    "global from a global",
    mod({
      globals: [
        [0x7f, 0, 0x41, 1, 0x0b],
        [0x7f, 0, 0x23, 0, 0x0b],
      ],
    }),
  ],
  ["global ref.null", mod({ globals: [[0x70, 0, 0xd0, 0x70, 0x0b]] })],
  [
    "globals",
    mod({
      globals: [
        [0x7e, 1, 0x42, 1, 0x0b],
        [0x7d, 0, 0x43, 0, 0, 0, 0, 0x0b],
      ],
      codes: [body([0x42, 5, 0x24, 0, 0x23, 1, 0x1a, 0x41, 0, 0x0b])],
    }),
  ],
  ["global index too high", code([0x23, 0, 0x1a])],
  ["call index too high", code([0x10, 5])],
  ["type error", code([0x42, 0, 0x6a, 0x1a])],
  ["missing end", mod({ codes: [body([0x41, 0])] })],
  ["unreachable code", mod({ codes: [body([0x00, 0x6a, 0x1a, 0x41, 0, 0x0b])] })],
  ["dead code taking two of one", mod({ codes: [body([0x00, 0x41, 1, 0x6a, 0x1a, 0x41, 0, 0x0b])] })],
  ["dead code after br", mod({ codes: [body([0x02, 0x7f, 0x41, 1, 0x0c, 0, 0x6a, 0x0b, 0x0b])] })],
  ["dead drop of many", mod({ codes: [body([0x02, 0x40, 0x00, 0x1a, 0x1a, 0x1a, 0x0b, 0x41, 0, 0x0b])] })],
  ["dead store", mod({ codes: [body([0x02, 0x40, 0x00, 0x41, 0, 0x36, 2, 0, 0x0b, 0x41, 0, 0x0b])] })],
  ["br_table of unequal arity in dead code", mod({ codes: [body([0x02, 0x40, 0x02, 0x7f, 0x00, 0x0e, 1, 0, 1, 0x0b, 0x1a, 0x0b, 0x41, 0, 0x0b])] })],
  ["negative constant grow", code([...I(-1), 0x40, 0, 0x1a])],
  ["negative constant fill", code([...I(0), ...I(0), ...I(-5), 0xfc, 11, 0])],
  ["200 huge grows", code(Array.from({ length: 200 }, () => [...I(0x7fffffff), 0x40, 0, 0x1a]).flat())],
  ["400 huge grows", code(Array.from({ length: 400 }, () => [...I(0x7fffffff), 0x40, 0, 0x1a]).flat())],
  ["50001 locals", code([], [1, ...leb(50001), 0x7f])],
  ["50000 locals", code([], [1, ...leb(50000), 0x7f])],
  ["many local groups", code([], [...leb(2100), ...Array.from({ length: 2100 }, () => [1, 0x7f]).flat()])],
  ["custom sections", mod({ tail: sec(0, [...str("name"), 1, 2, 3]) })],
  ["custom section of bad utf8", mod({ tail: sec(0, [1, 0xff]) })],
  ["section twice", mod({ tail: sec(11, vec([])), datas: [] })],
  ["unknown section", mod({ tail: sec(14, [0]) })],
  ["tag section", mod({ tail: sec(13, vec([[0, 1]])) })],
  ["garbage behind", mod({ tail: [1] })],
  ["not wasm", new Uint8Array([1, 2, 3])],
  ["nothing but a head", new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0])],
  ["component", new Uint8Array([0, 97, 115, 109, 13, 0, 1, 0])],
  [
    "export twice",
    mod({
      exports: [
        [...str("memory"), 2, 0],
        [...str("invoke"), 0, 0],
        [...str("invoke"), 0, 0],
      ],
    }),
  ],
  [
    "exported global",
    mod({
      globals: [[0x7f, 0, 0x41, 1, 0x0b]],
      exports: [
        [...str("memory"), 2, 0],
        [...str("invoke"), 0, 0],
        [...str("g"), 3, 0],
      ],
    }),
  ],
  ["gc type", mod({ types: [T0, [0x5f, 0]] })],
  ["rec group", mod({ types: [[0x4e, 1, ...T0], T1] })],
  ["funcref parameter", mod({ types: [T0, [0x60, 1, 0x70, 0]] })],
  ["externref parameter", mod({ types: [T0, [0x60, 1, 0x6f, 0]] })],
  ["typed reference", mod({ types: [T0, [0x60, 1, 0x64, 0x70, 0]] })],
  ["wide arithmetic", code([0x42, 0, 0x42, 0, 0x42, 0, 0x42, 0, 0xfc, 19, 0x1a, 0x1a])],
  ["memory index 1 in load", code([...I(0), 0x28, 0x42, 0, 0, 0x1a])],
  ["long memory.size index", code([0x3f, 0x80, 0, 0x1a])],
  ["overlong leb", mod({ codes: [body([0x41, 0x80, 0x80, 0x80, 0x80, 0x00, 0x0b])] })],
  ["align too large", code([...I(0), 0x28, 3, 0, 0x1a])],
  ["start function", mod({ funcs: [0, 1], start: 1, codes: [body([0x41, 0, 0x0b]), body([0x0b])] })],
  ["start of a wrong type", mod({ start: 0 })],
];
writeFileSync(
  "test/reference/scenarios/install.json",
  JSON.stringify(
    {
      title: "Code that the FVM installs and code that it refuses",
      network: { installsCode: true },
      accounts: [{ address: F1, balance: "100000000000000000000" }],
      actors: [{ id: 1000, wasm: "../actors/installer.wasm", balance: "0" }, ...cases.map(([, b], i) => ({ id: 2000 + i, code: toHex(b) }))],
      messages: [
        ...cases.map(([name, b]) => ({
          name,
          from: F1,
          to: "f01000",
          method: 1,
          params: toHex(b),
          gasLimit: 1_000_000_000,
        })),
        ...cases.map(([name], i) => ({
          name: `run ${name}`,
          from: F1,
          to: `f0${2000 + i}`,
          method: 1,
          gasLimit: 50_000_000,
        })),
        ...cases.map(([name], i) => ({
          name: `run ${name} again`,
          from: F1,
          to: `f0${2000 + i}`,
          method: 1,
          gasLimit: 1_000_000_000,
        })),
      ],
    },
    null,
    0,
  ).replaceAll('{"name"', '\n{"name"') + "\n",
);
