/** Writes scenarios/probe.json: every syscall with good and bad arguments. Run from the repository root. */
import { writeFileSync } from "node:fs";
import { Address } from "../../../filecoin/address.ts";
import { encodeAmount } from "../../../filecoin/amount.ts";
import { encodeCbor } from "../../../filecoin/cbor.ts";
import { cidOf, EMPTY_ARRAY_CID } from "../../../filecoin/cid.ts";
import { toHex, fromHex, concatBytes } from "../../../filecoin/bytes.ts";
import { secp256k1PublicKey, signSecp256k1, blsPublicKey, signBls } from "../../../filecoin/signature.ts";
import { blake2b } from "@noble/hashes/blake2.js";
const key = new Uint8Array(32).fill(5),
  bkey = new Uint8Array(32).fill(6);
const F1a = Address.secp256k1(secp256k1PublicKey(key)),
  F3a = Address.bls(blsPublicKey(bkey));
const F1 = F1a.toString(),
  F3 = F3a.toString();
const le = (n: bigint, w: number) => {
  const b = new Uint8Array(w);
  for (let i = 0; i < w; i++) b[i] = Number((BigInt.asUintN(64, n) >> BigInt(8 * i)) & 255n);
  return b;
};
const u32 = (n: number) => le(BigInt(n), 4),
  u64 = (n: bigint | number) => le(BigInt(n), 8);
const cat = concatBytes;
const P = "f01000",
  P2 = "f01001";
const messages: object[] = [];
const m = (name: string, method: number, params: Uint8Array = new Uint8Array(), more: object = {}) =>
  messages.push({ name, from: F1, to: P, method, params: toHex(params), gasLimit: 100_000_000, ...more });
const msg = new Uint8Array([1, 2, 3, 4, 5]);
const sig = signSecp256k1(key, msg).data,
  bsig = signBls(bkey, msg).data;
const send = (o: { method?: number; value?: bigint; limit?: bigint; flags?: bigint; pass?: number; to: Address | Uint8Array }) => {
  const a = o.to instanceof Uint8Array ? o.to : o.to.bytes;
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
const ev = (entries: { f?: number; c?: number; k: string | Uint8Array; v: Uint8Array }[], dk = 0, dv = 0) => {
  const ks = entries.map((e) => (typeof e.k === "string" ? new TextEncoder().encode(e.k) : e.k));
  const heads = entries.map((e, i) => cat(u64(e.f ?? 3), u64(e.c ?? 0x55), u32(ks[i]!.length), u32(e.v.length)));
  const K = cat(...ks),
    V = cat(...entries.map((e) => e.v));
  return cat(u32(entries.length), u32(K.length + dk), u32(V.length + dv), ...heads, K, V, new Uint8Array(40));
};
m("method 0 with params", 0, msg);
m("no such case", 999);
m("echo", 2, msg);
m("echo nothing", 2);
m("echo a large block", 2, new Uint8Array(3000));
for (const c of [0, 1, 5, 15, 16, 24, 31, 32, 4000000000]) m(`exit ${c}`, 3, u32(c));
for (const c of [0, 7, 16, 33]) m(`exit ${c} with block, message out of memory`, 4, u32(c));
m("unreachable", 5);
m("returns a bad handle", 6);
m("exits with a bad handle", 7);
m("endless loop", 8, undefined, { gasLimit: 30_000_000 });
for (const [n, a] of [
  ["f1", F1a.bytes],
  ["f3", F3a.bytes],
  ["f0 absent", Address.id(55555).bytes],
  ["unknown f1", Address.secp256k1(secp256k1PublicKey(new Uint8Array(32).fill(9))).bytes],
  ["f2 unknown", Address.actor(msg).bytes],
  ["garbage", msg],
  ["empty", new Uint8Array()],
  ["f0 of ten bytes", fromHex("00ffffffffffffffffff01")],
  ["f0 with surplus bits", fromHex("00ffffffffffffffffff03")],
  ["f0 not minimal", fromHex("008000")],
  ["f0 too long", fromHex("00ffffffffffffffffffff01")],
  ["f4", Address.delegated(10n, new Uint8Array(20)).bytes],
  ["f4 other namespace", Address.delegated(32n, new Uint8Array(54)).bytes],
  ["f4 too long", cat(new Uint8Array([4, 10]), new Uint8Array(55))],
  ["protocol 5", new Uint8Array([5, 1])],
] as const)
  m(`resolve ${n}`, 9, a as Uint8Array);
for (const [id, cap] of [
  [100, 64],
  [1000, 0],
  [99999, 64],
] as const)
  m(`delegated ${id}`, 10, cat(u64(id), u32(cap)));
m("delegated out of memory", 10, cat(u64(100), u32(0xfffffff0)));
for (const [id, cap] of [
  [100, 100],
  [100, 10],
  [99999, 100],
  [1000, 38],
] as const)
  m(`code of ${id} into ${cap}`, 11, cat(u64(id), u32(cap)));
m("next address", 12, u32(21));
m("next address, small", 12, u32(20));
m("next address, out of memory", 12, u32(0x7fffffff));
m("create by other than init", 13, EMPTY_ARRAY_CID.bytes);
m("create, bad cid", 13, msg);
m("type of nothing", 14, EMPTY_ARRAY_CID.bytes);
m("type of v0 cid", 14, cat(new Uint8Array([0x12, 0x20]), new Uint8Array(32)));
m("type of bad cid", 14, new Uint8Array([2, 0x55, 0, 0]));
m("type of cid with long digest", 14, new Uint8Array([1, 0x55, 0x12, 65]));
for (const t of [0, 1, 4, 16, 17]) m(`code for type ${t}`, 15, cat(u32(t), u32(100)));
m("code for type, small", 15, cat(u32(4), u32(5)));
m("balance of", 16, u64(100));
m("balance of nobody", 16, u64(777777));
for (const c of [0x12, 0xb220, 0xb240, 0x1b, 0x1053, 0x13]) m(`hash ${c}`, 18, cat(u64(c), u32(64), msg));
m("hash truncated", 18, cat(u64(0x12), u32(7), msg));
m("hash out of memory", 18, cat(u64(0x12), u32(0x7fffffff), msg));
const ver = (t: number, s: Uint8Array, a: Uint8Array, x: Uint8Array) => cat(u32(t), u32(s.length), u32(a.length), s, a, x);
m("verify secp", 19, ver(1, sig, F1a.bytes, msg));
m("verify secp, other message", 19, ver(1, sig, F1a.bytes, new Uint8Array([9])));
m("verify bls", 19, ver(2, bsig, F3a.bytes, msg));
m("verify bls, other", 19, ver(2, bsig, F3a.bytes, new Uint8Array([9])));
m("verify bls with f1", 19, ver(2, bsig, F1a.bytes, msg));
m("verify secp with f3", 19, ver(1, sig, F3a.bytes, msg));
m("verify type 3", 19, ver(3, sig, F1a.bytes, msg));
m("verify type 0", 19, ver(0, sig, F1a.bytes, msg));
m("verify f0", 19, ver(1, sig, Address.id(100).bytes, msg));
m("verify short", 19, ver(1, sig.slice(0, 60), F1a.bytes, msg));
m("verify bls garbage", 19, ver(2, new Uint8Array(96).fill(3), F3a.bytes, msg));
const h = blake2b(msg, { dkLen: 32 });
m("recover", 20, cat(h, sig));
m("recover bad id", 20, cat(h, sig.slice(0, 64), new Uint8Array([9])));
m("recover zero", 20, cat(h, new Uint8Array(65)));
const zero = cat(new Uint8Array([0xc0]), new Uint8Array(95));
m("aggregate of one", 21, cat(u32(1), bsig, F3a.payload, u32(5), msg));
m("aggregate of nothing", 21, cat(u32(0), zero));
m("aggregate of nothing, not zero", 21, cat(u32(0), bsig));
m("aggregate wrong", 21, cat(u32(1), bsig, F3a.payload, u32(4), msg));
m("aggregate twice the same", 21, cat(u32(2), bsig, F3a.payload, F3a.payload, u32(5), u32(5), msg, msg));
m("aggregate bad key", 21, cat(u32(1), bsig, new Uint8Array(48), u32(5), msg));
{
  const k2 = new Uint8Array(32).fill(7);
  const { bls12_381 } = await import("@noble/curves/bls12-381.js");
  const L = bls12_381.longSignatures;
  const m2 = new Uint8Array([7, 7]);
  const s2 = signBls(k2, m2).data;
  const agg = L.Signature.toBytes(L.aggregateSignatures([L.Signature.fromBytes(bsig), L.Signature.fromBytes(s2)]));
  m("aggregate of two", 21, cat(u32(2), agg, F3a.payload, blsPublicKey(k2), u32(5), u32(2), msg, m2));
  m("aggregate of two, swapped", 21, cat(u32(2), agg, blsPublicKey(k2), F3a.payload, u32(5), u32(2), msg, m2));
}
for (const e of [0n, 50n, 99n, 100n, -5n, -(1n << 63n), 101n, 1000000n]) {
  m(`chain randomness ${e}`, 22, u64(e));
}
m("beacon randomness", 23, u64(60));
m("event", 24, ev([{ k: "a", v: msg }]));
m(
  "event cbor",
  24,
  ev([
    { k: "$type", c: 0x51, v: encodeCbor("x") },
    { k: "b", f: 0, v: msg },
  ]),
);
m("event without entries", 24, ev([]));
m("event dag-cbor", 24, ev([{ k: "a", c: 0x71, v: msg }]));
m("event flags", 24, ev([{ k: "a", f: 4, v: msg }]));
m("event key 31", 24, ev([{ k: "a".repeat(31), v: msg }]));
m("event key 32", 24, ev([{ k: "a".repeat(32), v: msg }]));
m("event bad utf8", 24, ev([{ k: new Uint8Array([0xff]), v: msg }]));
m(
  "event split utf8",
  24,
  ev([
    { k: new Uint8Array([0xc3]), v: msg },
    { k: new Uint8Array([0xa4]), v: msg },
  ]),
);
m("event keys left over", 24, ev([{ k: "a", v: msg }], 1));
m("event values left over", 24, ev([{ k: "a", v: msg }], 0, 1));
m("event keys short", 24, ev([{ k: "abc", v: msg }], -1));
m("event values short", 24, ev([{ k: "abc", v: msg }], 0, -1));
m("event 255", 24, ev(Array.from({ length: 255 }, () => ({ k: "k", v: new Uint8Array([1]) }))));
m("event 256", 24, ev(Array.from({ length: 256 }, () => ({ k: "k", v: new Uint8Array([1]) }))));
m("event 8192", 24, ev([{ k: "k", v: new Uint8Array(8192) }]));
m("event 8193", 24, ev([{ k: "k", v: new Uint8Array(8193) }]));
m("event out of memory", 24, cat(u32(0x7fffffff), u32(0), u32(0)));
m("charge", 25, u64(1234));
m("charge all", 25, u64(-1n));
m("charge 2^63", 25, u64(1n << 63n));
m("available", 26);
m("send to f3", 27, send({ to: F3a, value: 5n }), { watch: ["f01000", "f0101"] });
m("send to itself", 27, send({ to: Address.id(1000), value: 5n }));
m("send too much", 27, send({ to: F3a, value: 1n << 90n }));
m("send nothing to a new f1", 27, send({ to: Address.secp256k1(secp256k1PublicKey(new Uint8Array(32).fill(21))) }));
m("send to a new f3", 27, send({ to: Address.bls(blsPublicKey(new Uint8Array(32).fill(22))), value: 1n }));
m("call a new f1", 27, send({ to: Address.secp256k1(secp256k1PublicKey(new Uint8Array(32).fill(23))), method: 5 }));
m("send to new f410", 27, send({ to: Address.delegated(10n, new Uint8Array(20).fill(3)), value: 1n }));
m("send to f4 of another namespace", 27, send({ to: Address.delegated(32n, new Uint8Array(20).fill(3)), value: 1n }));
m("send to unknown f2", 27, send({ to: Address.actor(msg), value: 1n }));
m("send to absent f0", 27, send({ to: Address.id(88888), value: 1n }));
m("send to bls zero key", 27, send({ to: cat(new Uint8Array([3, 0xc0]), new Uint8Array(47)) }));
m("send garbage address", 27, send({ to: msg }));
m("send with unknown flags", 27, send({ to: F3a, flags: 2n }));
m("send read-only", 27, send({ to: F3a, flags: 1n }));
m("send read-only with value", 27, send({ to: F3a, flags: 1n, value: 1n }));
m("send read-only to a new f1", 27, send({ to: Address.secp256k1(secp256k1PublicKey(new Uint8Array(32).fill(31))), flags: 1n }));
m("send limit 0", 27, send({ to: F3a, limit: 0n }));
m("send limit 0, call", 27, send({ to: Address.id(1001), method: 26, limit: 0n }));
m("send limit large", 27, send({ to: Address.id(1001), method: 26, limit: 1n << 40n }));
m("send limit", 58, send({ to: Address.id(1001), method: 26, limit: 3_000_000n }));
m("send limit too small", 58, send({ to: Address.id(1001), method: 8, limit: 3_000_000n }));
m("send limit too small for the return", 58, send({ to: Address.id(1001), method: 26, limit: 600_000n }));
m("endless loop of the callee", 58, send({ to: Address.id(1001), method: 8 }), { gasLimit: 20_000_000 });
m("callee traps", 58, send({ to: Address.id(1001), method: 5 }));
m("callee exits 16", 58, send({ to: Address.id(1001), method: 57, pass: 0 }));
m("callee bad handle", 58, send({ to: Address.id(1001), method: 6 }));
m("callee fatal", 58, send({ to: Address.id(1001), method: 7 }));
m("callee echoes params", 58, send({ to: Address.id(1001), method: 2, pass: 1 }));
m("unknown import called", 58, send({ to: Address.id(1002), method: 1 }));
m("no invoke", 58, send({ to: Address.id(1003), method: 1 }));
m("invoke of another type", 58, send({ to: Address.id(1004), method: 1 }));
m("no memory", 58, send({ to: Address.id(1005), method: 1 }));
m("start traps", 58, send({ to: Address.id(1006), method: 1 }));
m("root", 28, u32(100));
m("root, small", 28, u32(10));
m("root, out of memory", 28, u32(0x7fffffff));
m("set root to the unreachable", 29, cidOf(0x71, msg).bytes);
m("set root to garbage", 29, msg);
m("store", 30, encodeCbor([1, 2, { a: 5 }]));
m("load", 49);
m("store a link to nothing", 30, encodeCbor([cidOf(0x71, msg)]));
m("store garbage", 30, fromHex("ff"));
m("store large", 30, encodeCbor(new Uint8Array(30000)));
m("load large", 49);
m("store nested", 30, encodeCbor([[[[[]]]], "text", 1.5 > 1 ? -7 : 0, true, null]));
m("open the unreachable", 31, EMPTY_ARRAY_CID.bytes);
m("open garbage", 31, msg);
for (const [n, c, b] of [
  ["raw", 0x55, msg],
  ["cbor", 0x51, fromHex("ff")],
  ["dag-cbor", 0x71, fromHex("8101")],
  ["codec 0x70", 0x70, msg],
  ["codec 2^60", 1n << 60n, msg],
  ["empty dag-cbor", 0x71, new Uint8Array()],
  ["trailing", 0x71, fromHex("0000")],
  ["truncated", 0x71, fromHex("8201")],
  ["indefinite", 0x71, fromHex("9f01ff")],
  ["float", 0x71, fromHex("fb3ff8000000000000")],
  ["tag 99", 0x71, fromHex("d86301")],
  ["reserved", 0x71, fromHex("1c")],
  ["unsorted map", 0x71, fromHex("a262626201616102")],
  ["bad utf8", 0x71, fromHex("61ff")],
  ["not minimal", 0x71, fromHex("1801")],
  ["tag 42 on int", 0x71, fromHex("d82a01")],
  ["tag 42 empty", 0x71, fromHex("d82a40")],
  ["tag 42 no zero", 0x71, fromHex("d82a420155")],
  ["tag 42 not a cid", 0x71, fromHex("d82a4300ffff")],
  ["sealed", 0x71, fromHex("d82a5829000182e20381e80220" + "11".repeat(32))],
  ["identity", 0x71, fromHex("d82a46000155000101")],
  ["identity dag-cbor with a link inside", 0x71, fromHex("d82a46000171000180")],
  ["sha256 link", 0x71, fromHex("d82a58250001551220" + "11".repeat(32))],
  ["dag-pb link", 0x71, fromHex("d82a58250001701220" + "11".repeat(32))],
  ["v0 link", 0x71, fromHex("d82a5823001220" + "11".repeat(32))],
  ["unreachable link", 0x71, encodeCbor([EMPTY_ARRAY_CID])],
  ["many", 0x71, fromHex("9bffffffffffffffff")],
  ["big map", 0x71, fromHex("bbffffffffffffffff")],
  ["long string", 0x71, fromHex("5bffffffffffffffff")],
  ["tag chain", 0x71, fromHex("c1".repeat(3000) + "00")],
] as const)
  m(`create ${n}`, 32, cat(u64(c as number), b as Uint8Array));
for (const [hd, off, len] of [
  [1, 0, 12],
  [1, 4, 20],
  [1, 100, 5],
  [1, 12, 0],
  [2, 0, 1],
  [0, 0, 1],
  [1, 0xffffffff, 10],
  [1, 0x7fffffff, 0],
  [1, 0, 0x7fffffff],
] as const)
  m(`read ${hd} ${off} ${len}`, 33, cat(u32(hd), u32(off), u32(len)));
for (const hd of [1, 2, 0, 0xffffffff]) m(`stat ${hd}`, 34, u32(hd));
for (const [hd, fn, ln, cap] of [
  [1, 0xb220, 32, 100],
  [1, 0xb220, 32, 37],
  [1, 0xb220, 32, 38],
  [1, 0xb220, 20, 100],
  [1, 0x12, 32, 100],
  [9, 0xb220, 32, 100],
  [1, 0xb220, 32, 0x7fffffff],
] as const)
  m(`link ${hd} ${fn} ${ln} ${cap}`, 35, cat(u32(hd), u64(fn), u32(ln), u32(cap)));
m("own balance", 36, undefined, { value: "17" });
m("network", 38);
for (const e of [0n, 99n, 100n, 101n, -1n]) m(`tipset ${e}`, 39, cat(u64(e), u32(100)));
m("tipset, small", 39, cat(u64(50), u32(5)));
m("supply", 40);
m("message", 41, msg, { value: "9", feeCap: "100", premium: "3", watch: [F1, "f01000", "f099", "f02"] });
m("debug", 42);
m("bad out pointers", 43);
for (const n of [0, 1, 98, 99, 100, 65536, -1]) m(`grow ${n}`, 44, u32(n >>> 0));
for (const n of [0, 1000, 60000, 65281, -1]) m(`fill ${n}`, 45, u32(n >>> 0));
m("fill beyond", 45, u32(65535));
for (const n of [1, 100, 290, 291, 292, 300, 339, 340, 341, 400, 408, 409, 410, 500, 100000]) m(`deep ${n}`, 46, u32(n));
for (const n of [0, 1, 2, 3, 4, -1]) m(`indirect ${n}`, 47, u32(n >>> 0));
const nest = (n: number) => cat(u32(n), new Uint8Array(4), Address.id(1000).bytes, new Uint8Array(8)).slice(0, 16);
for (const n of [0, 1, 2, 50, 200]) m(`nest ${n}`, 48, nest(n), { gasLimit: 10_000_000_000 });
for (const n of [0, 1, 2, 3, 4, 5, 100, 1500]) m(`mixed ${n}`, 50, u32(n));
m("div", 51, u32(0));
m("div ok", 51, u32(1));
m("overflow", 52, u32(-1 >>> 0));
m("load", 53, u32(65536));
m("load at the edge", 53, u32(65532));
const f64 = (x: number) => new Uint8Array(new Float64Array([x]).buffer);
m("trunc", 54, f64(1e20));
m("trunc nan", 54, f64(NaN));
m("trunc ok", 54, f64(77.5));
m("division of floats", 56, cat(f64(1), f64(3), new Uint8Array(new Float32Array([2]).buffer)));
m("nan", 56, cat(f64(0), f64(0), new Uint8Array(new Float32Array([-2]).buffer)));
m("nan with payload", 56, cat(fromHex("010000000000f87f"), f64(1), fromHex("0100c0ff")));
m("event rolled back", 57, ev([{ k: "a", v: msg }]));
m("value rolled back", 57, ev([{ k: "a", v: msg }]), { value: "1000", watch: ["f01000"] });
for (let g = 600_000; g < 1_100_000; g += 50_000) m(`limit ${g}`, 38, undefined, { gasLimit: g });
m("destroy with money", 37, u32(0), { to: P2, value: "5" });
m("destroy and burn", 37, u32(1), { to: P2, watch: [P2, "f099"] });
m("call the destroyed", 2, msg, { to: P2 });
m("send to the destroyed", 0, new Uint8Array(), { to: P2, value: "1" });
// fees
m("fees", 38, undefined, { feeCap: "150", premium: "20", gasLimit: 2_000_000, watch: [F1, "f099", "f02"] });
m("fees, cap below base fee", 38, undefined, { feeCap: "50", premium: "20", gasLimit: 2_000_000 });
m("overestimated", 38, undefined, { feeCap: "150", premium: "20", gasLimit: 900_000_000 });
m("nonce too high", 38, undefined, { nonce: 99999 });
m("nonce too low", 38, undefined, { nonce: 0 });
m("cannot pay", 38, undefined, { feeCap: "1000000000000000000" });
m("sender unknown", 38, undefined, {
  from: Address.secp256k1(secp256k1PublicKey(new Uint8Array(32).fill(77))).toString(),
});
m("sender is an actor", 38, undefined, { from: "f01000" });
m("value above balance", 2, msg, { value: (10n ** 30n).toString() });
m("to an unknown f2", 0, undefined, { to: Address.actor(msg).toString() });
m("to an absent f0", 2, undefined, { to: "f0123456" });
m("inclusion above the limit", 38, undefined, { gasLimit: 1000 });
const tiny = (parts: string) => "0061736d01000000" + parts;
const mods = {
  unknownImport: tiny(
    "01060160017f017f" + "020901" + "03656e7601610000" + "03020100" + "0503010000" + "071302066d656d6f7279020006696e766f6b650001" + "0a0601040041000b",
  ),
  noInvoke: tiny("01060160017f017f" + "03020100" + "0503010000" + "070a01066d656d6f72790200" + "0a0601040041000b"),
  wrongType: tiny("01050160017f00" + "03020100" + "0503010000" + "071302066d656d6f7279020006696e766f6b650000" + "0a040102000b"),
  noMemory: tiny("01060160017f017f" + "03020100" + "070a0106696e766f6b650000" + "0a0601040041000b"),
  startTraps: tiny(
    "01090260017f017f600000" + "0303020001" + "0503010000" + "071302066d656d6f7279020006696e766f6b650000" + "080101" + "0a0a02040041000b0300000b",
  ),
};
writeFileSync(
  "test/reference/scenarios/probe.json",
  JSON.stringify(
    {
      title: "Every syscall, every error number, every way to end, seen by an actor of one's own",
      network: { baseFee: "100" },
      accounts: [
        { address: F1, balance: "100000000000000000000" },
        { address: F3, balance: "5000000000000000000" },
      ],
      actors: [
        { id: 1000, wasm: "../actors/probe.wasm", balance: "1000000" },
        { id: 1001, wasm: "../actors/probe.wasm" },
        { id: 1002, code: mods.unknownImport },
        { id: 1003, code: mods.noInvoke },
        { id: 1004, code: mods.wrongType },
        { id: 1005, code: mods.noMemory },
        { id: 1006, code: mods.startTraps },
      ],
      messages: messages.map((x) => ({ feeCap: "100", ...x })),
    },
    null,
    0,
  ).replaceAll('{"name"', '\n{"name"') + "\n",
);
