import { describe, expect, it } from "vitest";
import { RpcError } from "../../../filecoin/rpc/errors.ts";
import { Address } from "../../../filecoin/address.ts";
import { encodeCbor } from "../../../filecoin/cbor.ts";
import type { Scope } from "../../../wallet/scope.ts";
import { newMemory } from "../chain/memory.ts";
import { testSurroundings } from "../storage/test-surroundings.ts";
import { ownerEvents } from "./owner-events.ts";

const ACTOR = Address.id(1_002n);

/** A node that, like Lotus, refuses a range of more than 2,880 epochs, over a chain with one sweep at each of some epochs. */
function nodeOf(
  genesis: string,
  at: readonly number[],
  options: { forgets?: number } = {},
): { scopeAt(head: number, branch?: string): Scope; asked: number[] } {
  const asked: number[] = [];
  const memory = newMemory(testSurroundings().database);
  const entries = [
    { flags: 3, key: "$type", codec: 0x51, value: encodeCbor("sweep") },
    { flags: 3, key: "amount", codec: 0x51, value: encodeCbor(Uint8Array.of(0, 7)) },
  ];
  const getActorEventsRaw = async ({ fromHeight, toHeight }: { fromHeight: number; toHeight: number }): Promise<unknown> => {
    asked.push(fromHeight);
    if (toHeight - fromHeight > 2_880)
      throw new RpcError("GetActorEventsRaw", "node", 1, "invalid epoch range: range between to and from heights is too large (maximum: 2880)");
    if (fromHeight < (options.forgets ?? 0)) throw new RpcError("GetActorEventsRaw", "node", 1, "not in the index");
    return at.filter((epoch) => epoch >= fromHeight && epoch <= toHeight).map((height) => ({ reverted: false, emitter: ACTOR, height, entries }));
  };
  /** Tipsets of a branch are named after it. */
  const chainGetTipSetByHeight = async (height: number, [tip]: string[]): Promise<unknown> => ({ height, cids: [`${tip?.split(" ")[0]} ${height}`] });
  const scopeAt = (head: number, branch = "main"): Scope => {
    const scope = {
      head: { height: head, cids: [`${branch} ${head}`] },
      actors: { at: async () => ({ id: ACTOR }) },
      network: { genesis },
      nodes: { node: { getActorEventsRaw, chainGetTipSetByHeight } },
      memory,
    };
    return scope as unknown as Scope;
  };
  return { scopeAt, asked };
}

const epochsSeen = async (scope: Scope, since = 0): Promise<number[]> => (await ownerEvents(scope, ACTOR, since)).map(({ epoch }) => epoch);

describe("the events of an owner actor", () => {
  it("come from all windows that a node answers, oldest first", async () => {
    const { scopeAt } = nodeOf("a", [5, 2_879, 2_880, 50_000, 99_999]);
    expect(await epochsSeen(scopeAt(100_000))).toEqual([5, 2_879, 2_880, 50_000, 99_999]);
    expect(await epochsSeen(scopeAt(100_000), 2_880)).toEqual([2_880, 50_000, 99_999]);
  });

  it("end where the node's memory ends", async () => {
    const { scopeAt } = nodeOf("b", [5, 50_000, 99_999], { forgets: 60_000 });
    expect(await epochsSeen(scopeAt(100_000))).toEqual([99_999]);
  });

  it("are asked for once while the chain goes on, and again when it was undone", async () => {
    const { scopeAt, asked } = nodeOf("c", [5, 9_990]);
    await epochsSeen(scopeAt(10_000));
    asked.length = 0;
    expect(await epochsSeen(scopeAt(12_000))).toEqual([5, 9_990]);
    expect(asked).toEqual([11_520, 8_640]);
    asked.length = 0;
    expect(await epochsSeen(scopeAt(12_001, "other"))).toEqual([5, 9_990]);
    expect(asked).toHaveLength(5);
  });
});
