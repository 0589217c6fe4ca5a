import { describe, expect, it } from "vitest";
import { Address } from "../../filecoin/address.ts";
import { cidOf } from "../../filecoin/cid.ts";
import { decodeBlockHeader, encodeBlockHeader } from "../../filecoin/chain/block-header.ts";
import { EPOCHS_PER_DAY, EPOCHS_PER_YEAR } from "../../filecoin/epochs.ts";
import { MINIMUM_BASE_FEE } from "../../filecoin/gas/base-fee.ts";
import { signedMessageCid } from "../../filecoin/message.ts";
import { attoFil } from "../../filecoin/units.ts";
import { ChainError } from "./chain-options.ts";
import { searchMessage } from "./message-search.ts";
import { penalizeMiner, rewardMiner, setBalance } from "./rehearsal.ts";
import type { HeadChange, Tipset } from "./tipset.ts";
import { type TestChain, FIL, messageOf, sign, testChain, transferOf } from "./test-chain.ts";

const balanceAt = ({ chain }: TestChain, address: Address, tipset: Tipset = chain.head): bigint | undefined => {
  const state = chain.stateAt(tipset);
  const id = state.resolve(address);
  return id === undefined ? undefined : state.getActor(id)?.balance;
};
const everything = { limit: -1, allowReplaced: true };

describe("a tipset", () => {
  it("shows what its messages did one tipset later, receipt and state alike", () => {
    const world = testChain();
    const { chain, rehearsal } = world;
    const to = (rehearsal.accounts[1] as { address: Address }).address;
    const before = balanceAt(world, to) ?? 0n;
    const signed = transferOf(world, 0, { to, value: attoFil(5n * FIL) });
    const cid = chain.push(signed);
    const holding = chain.mine();
    expect(chain.messagesOf(holding).map((m) => m.cid.toString())).toEqual([cid.toString()]);
    expect(balanceAt(world, to)).toBe(before);
    expect(searchMessage(chain, cid, chain.head, everything)).toBeUndefined();
    const showing = chain.mine();
    expect(balanceAt(world, to)).toBe(before + 5n * FIL);
    const found = searchMessage(chain, cid, chain.head, everything);
    expect(found?.shownIn).toBe(showing);
    expect(found?.receipt).toMatchObject({ exitCode: 0, eventsRoot: null });
    expect(showing.header.parentMessageReceipts.equals(holding.after.receipts)).toBe(true);
    expect(showing.header.parentStateRoot.equals(holding.after.root)).toBe(true);
  });

  it("is named by the CID of its header, which reads back as written", () => {
    const { chain } = testChain();
    const tipset = chain.mine();
    const bytes = chain.blocks.get(tipset.cid) ?? new Uint8Array();
    expect(cidOf(0x71, bytes).equals(tipset.cid)).toBe(true);
    expect(encodeBlockHeader(decodeBlockHeader(bytes))).toEqual(bytes);
    expect(bytes[0]).toBe(0x90);
  });

  it("runs BLS messages first, and keeps each sender's order", () => {
    const world = testChain();
    const { chain, rehearsal } = world;
    const worker = rehearsal.miners[0] as { worker: Address; workerKey: Parameters<typeof sign>[1] };
    chain.push(transferOf(world, 0, { nonce: 0, gasPremium: attoFil(900_000n) }));
    chain.push(transferOf(world, 0, { nonce: 1, gasPremium: attoFil(9_000_000n) }));
    const bls = chain.push(sign(messageOf(worker.worker), worker.workerKey));
    const tipset = chain.mine();
    const messages = chain.messagesOf(tipset);
    expect(messages[0]?.cid.toString()).toBe(bls.toString());
    expect(messages.slice(1).map((m) => m.signed.message.nonce)).toEqual([0, 1]);
    chain.mine();
    expect(chain.receiptsOf(tipset).map((r) => r.exitCode)).toEqual([0, 0, 0]);
  });

  it("creates an account for a new address, within the message", () => {
    const world = testChain();
    const to = Address.actor(new Uint8Array([1]));
    const key = Address.parse("t15ihq5ibzwki2b4ep2f46avlkrqzhpqgtga7pdrq");
    world.chain.push(transferOf(world, 0, { nonce: 0, to: key, value: attoFil(7n) }));
    world.chain.push(transferOf(world, 0, { nonce: 1, to, value: attoFil(7n) }));
    const tipset = world.chain.mine();
    world.chain.mine();
    expect(balanceAt(world, key)).toBe(7n);
    expect(world.chain.receiptsOf(tipset).map((r) => r.exitCode)).toEqual([0, 5]);
  });

  it("is deterministic: equal chains have equal CIDs, other names other ones", () => {
    const heads = [testChain(), testChain()].map((world) => {
      world.chain.push(transferOf(world, 0));
      return world.chain.mine().cid.toString();
    });
    expect(heads[0]).toBe(heads[1]);
    expect(testChain({ networkName: "another" }).chain.genesis.cid.toString()).not.toBe(testChain().chain.genesis.cid.toString());
  });
});

describe("time", () => {
  it("passes in null rounds, with tipsets enough after it that the finalized one has seen it", () => {
    const { chain } = testChain();
    const start = chain.head.height;
    chain.advance(100_000);
    expect(chain.head.height).toBe(start + 100_000);
    expect(chain.head.header.timestamp - chain.genesis.header.timestamp).toBe(chain.head.height);
    expect(chain.line.finalized.height).toBe(chain.head.height - 5);
    expect(chain.line.finalized.parent?.height).toBe(chain.head.height - 6);
    expect(chain.line.atOrBelow(5_000).height).toBeLessThan(5_000);
    expect(chain.line.atOrAbove(5_000).height).toBe(chain.head.height - 6);
  });

  it("a year is a matter of seconds", () => {
    const world = testChain();
    const { chain } = world;
    rewardMiner(chain, Address.id(1000), 100n * FIL);
    const began = performance.now();
    chain.advance(EPOCHS_PER_YEAR);
    expect(performance.now() - began).toBeLessThan(25_000);
  }, 30_000);

  it("lowers the base fee by an eighth each quiet tipset, down to its floor", () => {
    const { chain } = testChain();
    const before = chain.head.header.parentBaseFee;
    expect(chain.mine().header.parentBaseFee).toBe(before - (before + 7n) / 8n);
    for (let i = 0; i < 150; i++) chain.mine();
    expect(chain.head.header.parentBaseFee).toBe(MINIMUM_BASE_FEE);
  });
});

describe("going back", () => {
  it("undoes tipsets, says so, and the message waits again", () => {
    const world = testChain();
    const { chain } = world;
    const changes: HeadChange[] = [];
    const id = chain.snapshot();
    const target = chain.head;
    const signed = transferOf(world, 0);
    const cid = chain.push(signed);
    const [holding, showing] = [chain.mine(), chain.mine()];
    chain.subscribe((c) => changes.push(...c));
    chain.revert(id);
    expect(chain.head).toBe(target);
    expect(changes.map((c) => [c.type, c.tipset])).toEqual([
      ["revert", showing],
      ["revert", holding],
    ]);
    expect(chain.pool.all().map((m) => m.cid.toString())).toEqual([cid.toString()]);
    expect(searchMessage(chain, cid, chain.head, everything)).toBeUndefined();
    const again = chain.mine();
    expect(again.height).toBe(holding.height);
    expect(again.cid.equals(holding.cid)).toBe(false);
    chain.mine();
    expect(searchMessage(chain, cid, chain.head, everything)?.heldIn).toBe(again);
    expect(searchMessage(chain, cid, showing, everything)?.heldIn).toBe(holding);
  });

  it("a BLS message comes back with its signature", () => {
    const { chain, rehearsal } = testChain();
    const { worker, workerKey } = rehearsal.miners[0] as {
      worker: Address;
      workerKey: Parameters<typeof sign>[1];
    };
    const signed = sign(messageOf(worker), workerKey);
    const id = chain.snapshot();
    chain.push(signed);
    chain.mine();
    chain.revert(id);
    expect(chain.pool.all()[0]?.signed.signature).toEqual(signed.signature);
    expect(chain.pool.all()[0]?.cid.equals(signedMessageCid(signed))).toBe(true);
  });

  it("undoes what was done from outside, and can be repeated", () => {
    const world = testChain();
    const { chain, rehearsal } = world;
    const { address } = rehearsal.accounts[0] as { address: Address };
    const before = balanceAt(world, address);
    const id = chain.snapshot();
    for (let i = 0; i < 2; i++) {
      setBalance(chain, address, 3n);
      expect(balanceAt(world, address)).toBe(3n);
      chain.revert(id);
      chain.mine();
      expect(balanceAt(world, address)).toBe(before);
      chain.revert(id);
    }
  });

  it("refuses a snapshot on an undone branch, and an unknown one", () => {
    const { chain } = testChain();
    const first = chain.snapshot();
    chain.mine();
    const second = chain.snapshot();
    chain.revert(first);
    expect(() => chain.revert(second)).toThrow(ChainError);
    expect(() => chain.revert("0x77")).toThrow("no snapshot 0x77");
  });
});

describe("interventions", () => {
  it("reward: the miner gets exactly the amount, three quarters of it locked", () => {
    const world = testChain();
    const miner = Address.id(1000);
    const before = balanceAt(world, miner) ?? 0n;
    rewardMiner(world.chain, miner, 8n * FIL);
    expect((balanceAt(world, miner) ?? 0n) - before).toBe(8n * FIL);
  });

  it("a regular reward comes at its epochs, null rounds or not", () => {
    const world = testChain();
    const { chain } = world;
    const miner = Address.id(1000);
    const before = balanceAt(world, miner) ?? 0n;
    chain.regularReward = { miner, amount: FIL, every: EPOCHS_PER_DAY };
    chain.advance(30 * EPOCHS_PER_DAY + 10);
    expect((balanceAt(world, miner) ?? 0n) - before).toBe(30n * FIL);
    expect(chain.line.atOrBelow(EPOCHS_PER_DAY).height).toBe(EPOCHS_PER_DAY);
  });

  it("a failing one changes nothing and says why", () => {
    const { chain } = testChain();
    const head = chain.head;
    expect(() => penalizeMiner(chain, Address.id(100), 1n)).toThrow(/penalty of t0100 failed with exit code/);
    expect(chain.head).toBe(head);
    expect(chain.mine().header.parentStateRoot.equals(head.after.root)).toBe(true);
  });
});

it("keeps no intermediate state: transfers leave little more than themselves", () => {
  const world = testChain();
  const { chain } = world;
  const before = chain.blocks.size;
  for (let nonce = 0; nonce < 50; nonce++) chain.push(transferOf(world, 0, { nonce }));
  chain.mine();
  chain.mine();
  // Each message in two forms, and what two tipsets write anew.
  expect(chain.blocks.size - before).toBeLessThan(50 * 2 + 60);
});
