import { describe, expect, it } from "vitest";
import { Address } from "../../filecoin/address.ts";
import { attoFil } from "../../filecoin/units.ts";
import { BLOCK_GAS_LIMIT } from "../../filecoin/gas/block-limits.ts";
import { Mempool, MempoolError, type MempoolRefusal } from "./mempool.ts";
import { FIL, type MessageFields, messageOf, sign } from "./test-chain.ts";
import type { LotusKey } from "../../filecoin/lotusKey.ts";
import { addressOfKey } from "../../filecoin/lotusKey.ts";
import type { SignedMessage } from "../../filecoin/message.ts";

const keyOf = (n: number): LotusKey => ({ type: "secp256k1", privateKey: new Uint8Array(32).fill(n) });
const KEYS = [keyOf(1), keyOf(2), keyOf(3)] as const;
const SENDERS = KEYS.map(addressOfKey);

interface World {
  pool: Mempool;
  sender: { nonce: number; balance: bigint; maySend: boolean };
}

function world(): World {
  const sender = { nonce: 5, balance: 1_000n * FIL, maySend: true };
  const known = new Set(SENDERS.map((a) => a.key));
  return { sender, pool: new Mempool({ sender: (a) => (known.has(a.key) ? sender : undefined) }) };
}

function signed(fields: MessageFields = {}, who = 0): SignedMessage {
  return sign(messageOf(SENDERS[who] as Address, { nonce: 5, ...fields }), KEYS[who] as LotusKey);
}

function refusal(act: () => unknown): [MempoolRefusal, string] {
  try {
    act();
  } catch (error) {
    if (error instanceof MempoolError) return [error.refusal, error.message];
    throw error;
  }
  throw new Error("was accepted");
}

describe("refusals, in Lotus' words", () => {
  it.each<[string, MessageFields, MempoolRefusal, RegExp]>([
    ["more than 64 KiB", { params: new Uint8Array(65_536) }, "too-big", /^mpool message too large \(\d+B\): message too big$/],
    ["a negative value", { value: attoFil(-1n) }, "invalid", /^message not valid for block inclusion: 'Value' field cannot be negative$/],
    ["a premium above the cap", { gasPremium: attoFil(2_000_000_000n) }, "invalid", /'GasFeeCap' less than 'GasPremium'$/],
    ["a limit above a block's", { gasLimit: BLOCK_GAS_LIMIT + 1 }, "invalid", /cannot be greater than a block's gas limit \(10000000001 > 10000000000\)$/],
    ["no gas", { gasLimit: 0 }, "invalid", /'GasLimit' field 0 must be positive$/],
    [
      "gas below the price of its place",
      { gasLimit: 700_000 },
      "invalid",
      /^verify msg failed: message will not be included in a block: 'GasLimit' field cannot be less than the cost of storing a message on chain 700000 < \d+$/,
    ],
    ["a cap below the floor", { gasFeeCap: attoFil(99n), gasPremium: attoFil(1n) }, "fee-cap-too-low", /^gas fee cap too low$/],
    ["a used nonce", { nonce: 4 }, "nonce-too-low", /^minimum expected nonce is 5, got 4: message nonce too low$/],
    [
      "more than the sender has",
      { value: attoFil(1_000n * FIL) },
      "not-enough-funds",
      /^failed to check balance: not enough funds \(required: 1000\.01 FIL, balance: 1000 FIL\): not enough funds to execute transaction$/,
    ],
    ["the zero key as receiver", { to: Address.bls(Uint8Array.of(0xc0, ...new Uint8Array(47))) }, "invalid", /invalid 'To' address$/],
  ])("%s", (_what, fields, kind, text) => {
    const { pool } = world();
    const [got, message] = refusal(() => pool.push(signed(fields)));
    expect(got).toBe(kind);
    expect(message).toMatch(text);
    expect(pool.size).toBe(0);
  });

  it("a wrong signature, an unknown sender, an actor that may not send", () => {
    const { pool, sender } = world();
    const other = { ...signed(), signature: signed({ nonce: 6 }).signature };
    expect(refusal(() => pool.push(other))[0]).toBe("bad-signature");
    const stranger = sign(messageOf(addressOfKey(keyOf(9))), keyOf(9));
    expect(refusal(() => pool.push(stranger))[1]).toMatch(/actor not found: validation failure$/);
    sender.maySend = false;
    expect(refusal(() => pool.push(signed()))[1]).toMatch(/is not a valid top-level sender$/);
  });

  it("more in sum than the sender has", () => {
    const { pool } = world();
    pool.push(signed({ value: attoFil(600n * FIL) }));
    const [kind, text] = refusal(() => pool.push(signed({ nonce: 6, value: attoFil(600n * FIL) })));
    expect(kind).toBe("not-enough-funds");
    expect(text).toMatch(/not enough funds including pending messages \(required: 1200\.02 FIL, balance: 1000 FIL\): validation failure$/);
    pool.push(signed({ value: attoFil(1n), gasPremium: attoFil(200_000n) }));
    pool.push(signed({ nonce: 6, value: attoFil(600n * FIL) }));
  });

  it("the hundred-and-first pending message of an untrusted push", () => {
    const { pool } = world();
    for (let i = 0; i < 100; i++) pool.push(signed({ nonce: 5 + i, value: attoFil(0n) }), { untrusted: true });
    const next = signed({ nonce: 105, value: attoFil(0n) });
    expect(refusal(() => pool.push(next, { untrusted: true }))[1]).toMatch(/too many pending messages for actor$/);
    pool.push(next);
  }, 20_000);
});

describe("replacing", () => {
  it("needs a premium a tenth higher, plus one", () => {
    const { pool } = world();
    pool.push(signed({ gasPremium: attoFil(100_001n) }));
    const [kind, text] = refusal(() => pool.push(signed({ gasPremium: attoFil(110_001n) })));
    expect(kind).toBe("replace-premium-too-low");
    expect(text).toMatch(
      /^failed to add locked: message from t1\w+ with nonce 5 already in mpool, increase GasPremium to 110002 from 110001 to trigger replace by fee: replace by fee has too low GasPremium$/,
    );
    const winner = pool.push(signed({ gasPremium: attoFil(110_002n) }));
    expect(pool.all()).toEqual([winner]);
  });

  it("the same message again is refused by name", () => {
    const { pool } = world();
    pool.push(signed());
    expect(refusal(() => pool.push(signed()))[1]).toMatch(/already in mpool: message with nonce already exists$/);
  });
});

describe("selection", () => {
  it("takes unbroken nonces only, and continues when the gap is filled", () => {
    const { pool } = world();
    pool.push(signed({ nonce: 7 }));
    pool.push(signed({ nonce: 5 }));
    expect(pool.select(100n).map((m) => m.signed.message.nonce)).toEqual([5]);
    expect(pool.nextNonce(SENDERS[0] as Address)).toBe(6);
    pool.push(signed({ nonce: 6 }));
    expect(pool.select(100n).map((m) => m.signed.message.nonce)).toEqual([5, 6, 7]);
    expect(pool.nextNonce(SENDERS[0] as Address)).toBe(8);
  });

  it("leaves out what cannot pay the base fee, with all behind it", () => {
    const { pool } = world();
    pool.push(signed({ nonce: 5, gasFeeCap: attoFil(500_000n) }));
    pool.push(signed({ nonce: 6 }));
    expect(pool.select(500_001n)).toEqual([]);
    expect(pool.select(500_000n)).toHaveLength(2);
  });

  it("puts dear senders first, but never a message before an earlier one of its sender", () => {
    const { pool } = world();
    pool.push(signed({ nonce: 5, gasPremium: attoFil(200_000n) }, 0));
    pool.push(signed({ nonce: 6, gasPremium: attoFil(90_000_000n) }, 0));
    pool.push(signed({ nonce: 5, gasPremium: attoFil(300_000n) }, 1));
    pool.push(signed({ nonce: 5, gasPremium: attoFil(100_000n) }, 2));
    const order = pool.select(100n).map((m) => [SENDERS.findIndex((s) => s.equals(m.signed.message.from)), m.signed.message.nonce]);
    expect(order).toEqual([
      [1, 5],
      [0, 5],
      [0, 6],
      [2, 5],
    ]);
  });

  it("fills no more than a block's gas", () => {
    const { pool } = world();
    const half = {
      gasLimit: BLOCK_GAS_LIMIT / 2,
      gasFeeCap: attoFil(1_000n),
      gasPremium: attoFil(100n),
      value: attoFil(0n),
    };
    for (const who of [0, 1, 2]) pool.push(signed({ nonce: 5, ...half }, who));
    expect(pool.select(100n)).toHaveLength(2);
  });
});
