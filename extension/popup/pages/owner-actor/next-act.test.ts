import { describe, expect, it } from "vitest";
import { nextAct } from "./next-act.ts";

const miner = (address: string, lossNow = "0", harvestNow: unknown = null): Parameters<typeof nextAct>[0]["miners"][number] => ({
  miner: { address },
  lossNow,
  harvestNow,
});
const owner = (miners: Parameters<typeof nextAct>[0]["miners"], operatorAccepted = true, operatorAbsent = false): Parameters<typeof nextAct>[0] => ({
  miners,
  operatorAccepted,
  operatorAbsent,
});

describe("the one primary button of an owner actor", () => {
  it("books a loss before anything else", () => {
    expect(nextAct(owner([miner("f01", "0", {}), miner("f02", "1")], false), true)).toEqual({ act: "measure", miner: "f02" });
  });
  it("asks the operator for a sign of life, and nobody else", () => {
    expect(nextAct(owner([miner("f01", "0", {})], false), true)).toEqual({ act: "heartbeat" });
    expect(nextAct(owner([miner("f01", "0", {})], true, true), true)).toEqual({ act: "heartbeat" });
    expect(nextAct(owner([miner("f01", "0", {})], true, true), false)).toEqual({ act: "harvest", miner: "f01" });
  });
  it("harvests what is ripe, else opens room", () => {
    expect(nextAct(owner([miner("f01"), miner("f02", "0", {})]), true)).toEqual({ act: "harvest", miner: "f02" });
    expect(nextAct(owner([]), true)).toEqual({ act: "room" });
  });
});
