/** Writes scenarios/limits.json: gas limits swept over messages and sends. Run from the repository root. */
import { writeFileSync, readFileSync } from "node:fs";
import { Address } from "../../../filecoin/address.ts";
import { encodeCbor } from "../../../filecoin/cbor.ts";
import { toHex, concatBytes } from "../../../filecoin/bytes.ts";
import { secp256k1PublicKey } from "../../../filecoin/signature.ts";
const F1 = Address.secp256k1(secp256k1PublicKey(new Uint8Array(32).fill(5))).toString();
const le = (n: bigint, w: number) => {
  const b = new Uint8Array(w);
  for (let i = 0; i < w; i++) b[i] = Number((BigInt.asUintN(64, n) >> BigInt(8 * i)) & 255n);
  return b;
};
const u32 = (n: number) => le(BigInt(n), 4),
  u64 = (n: bigint | number) => le(BigInt(n), 8);
const cat = concatBytes;
const send = (o: { method?: number; value?: bigint; limit?: bigint; flags?: bigint; pass?: number; to: Address }) => {
  const a = o.to.bytes;
  const v = o.value ?? 0n;
  return cat(
    u64(o.method ?? 0),
    u64(v & ((1n << 64n) - 1n)),
    u64(v >> 64n),
    u64(o.limit ?? (1n << 64n) - 1n),
    u64(o.flags ?? 0n),
    u32(o.pass ?? 0),
    u32(a.length),
    a,
  );
};
const messages: object[] = [];
const m = (name: string, method: number, params: Uint8Array, more: object = {}) =>
  messages.push({
    name,
    from: F1,
    to: "f01000",
    method,
    params: toHex(params),
    gasLimit: 100_000_000,
    ...more,
  });
const key = (n: number) => Address.secp256k1(secp256k1PublicKey(new Uint8Array(32).fill(n)));
let k = 40;
for (let l = 0n; l < 6_400_000n; l += 400_000n) m(`own limit ${l}, new account`, 58, send({ to: key(k++), value: 1n, limit: l }));
for (let l = 0n; l < 1_300_000n; l += 43_211n) m(`own limit ${l}, context`, 58, send({ to: Address.id(1001), method: 38, limit: l }));
for (let l = 0n; l < 5_000_000n; l += 210_007n) m(`own limit ${l}, value`, 58, send({ to: Address.id(1001), method: 36, value: 3n, limit: l }));
for (let g = 700_000; g < 7_200_000; g += 230_000) m(`limit ${g}, new account`, 27, send({ to: key((k++ % 200) + 20), value: 1n }), { gasLimit: g });
for (let g = 900_000; g < 3_000_000; g += 97_003) m(`limit ${g}, store`, 30, encodeCbor([1, 2, [3]]), { gasLimit: g });
for (let g = 700_000; g < 1_500_000; g += 41_111) m(`limit ${g}, mixed loop`, 50, u32(900), { gasLimit: g });
for (let g = 700_000; g < 1_300_000; g += 41_111) m(`limit ${g}, bad out pointers`, 43, u32(0), { gasLimit: g });
for (let g = 900_000; g < 1_000_000; g += 4_111)
  m(`limit ${g}, event`, 24, cat(u32(1), u32(1), u32(5), u64(3), u64(0x55), u32(1), u32(5), new Uint8Array([97, 1, 2, 3, 4, 5])), { gasLimit: g });
for (const p of [1, 5, 20, 60]) m(`grow ${p}`, 44, u32(p), { gasLimit: 2_000_000 });
for (const n of [1, 10_000, 50_000]) m(`fill ${n}`, 45, u32(n), { gasLimit: 900_000 + n });
writeFileSync(
  "test/reference/scenarios/limits.json",
  JSON.stringify({
    title: "Gas limits swept over messages and over sends with limits of their own",
    network: { baseFee: "100" },
    accounts: [{ address: F1, balance: "100000000000000000000" }],
    actors: [
      { id: 1000, wasm: "../actors/probe.wasm", balance: "1000000" },
      { id: 1001, wasm: "../actors/probe.wasm" },
    ],
    messages: messages.map((x) => ({ feeCap: "100", ...x })),
  }).replaceAll('{"feeCap"', '\n{"feeCap"') + "\n",
);
