import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestNode, testNode } from "./test-node.ts";

const TOO_OLD = "lookbacks of more than 24h0m0s are disallowed";

let gateway: TestNode;
let genesis: unknown[];
let pushed: unknown;
beforeAll(async () => {
  gateway = await testNode({ gateway: true });
  genesis = (await gateway.must<{ Cids: unknown[] }>("ChainGetGenesis")).Cids;
  pushed = (await gateway.push(gateway.signed(0, { nonce: 0 }))).result;
});
afterAll(() => gateway.close());

const v0 = async (method: string, params: unknown[]): Promise<{ result?: unknown; error?: { message: string } }> => {
  const response = await fetch(gateway.rpc.replace("v1", "v0"), { method: "POST", body: JSON.stringify({ id: 1, method: `Filecoin.${method}`, params }) });
  return (await response.json()) as { result?: unknown; error?: { message: string } };
};
const refusal = async (method: string, ...params: unknown[]): Promise<string | undefined> => (await gateway.call(method, params)).error?.message;

describe("a public gateway's limits", () => {
  it("finds a message of the last 20 epochs only, in both versions, whatever limit is asked for", async () => {
    expect(await gateway.must("StateSearchMsg", [null, pushed, -1, true])).toMatchObject({ Receipt: { ExitCode: 0 } });
    expect((await v0("StateSearchMsg", [pushed])).result).toMatchObject({ Receipt: { ExitCode: 0 } });
    await gateway.must("Peggy.Mine", [25], "admin");
    for (const limit of [-1, 100]) expect(await gateway.must("StateSearchMsg", [null, pushed, limit, true])).toBeNull();
    expect((await v0("StateSearchMsg", [pushed])).result).toBeNull();
    expect((await v0("StateGetReceipt", [pushed, null])).result).toBeNull();
  });

  it("waits with a confidence of at most 20", async () => {
    expect(await refusal("StateWaitMsg", pushed, 21, -1, true)).toBe("confidence 21 exceeds gateway maximum 20");
    expect((await v0("StateWaitMsg", [pushed, 21])).error?.message).toBe("confidence 21 exceeds gateway maximum 20");
  });

  it("a wait that reaches back and forward to its limits ends", async () => {
    const nonce = await gateway.must<number>("MpoolGetNonce", [gateway.accounts[0]?.address]);
    const { result: cid } = await gateway.push(gateway.signed(0, { nonce }));
    const answer = gateway.must<{ Receipt: { ExitCode: number } }>("StateWaitMsg", [cid, 20, 20, true]);
    for (let i = 0; i < 25; i++) await gateway.must("Peggy.Mine", [1], "admin");
    expect((await answer).Receipt.ExitCode).toBe(0);
  });

  it("refuses what lies more than a day back or in the future, by key and by height", async () => {
    const { Height: before } = await gateway.must<{ Height: number }>("ChainHead");
    await gateway.must("Peggy.Advance", [2 * 86_400], "admin");
    const { Height } = await gateway.must<{ Height: number }>("ChainHead");
    expect(await refusal("StateGetActor", "t01000", genesis)).toBe(`bad tipset: ${TOO_OLD}`);
    expect(await refusal("ChainGetTipSetByHeight", before, null)).toBe(`bad tipset height: ${TOO_OLD}`);
    expect(await refusal("ChainGetTipSetAfterHeight", before, null)).toBe(`bad tipset height: ${TOO_OLD}`);
    expect(await refusal("ChainGetTipSetByHeight", Height + 1, null)).toBe("tipset height in future");
    expect(await refusal("GetActorEventsRaw", { fromHeight: before })).toBe(`bad tipset height: ${TOO_OLD}`);
    // The tipset itself is handed out, however old.
    await gateway.must("ChainGetTipSet", [genesis]);
    await gateway.must("ChainGetTipSetByHeight", [Height - 1, null]);
  });

  it("has no method that is not on the list, in neither version", async () => {
    for (const method of [
      "StateMinerAvailableBalance",
      "StateMinerFaults",
      "StateMinerSectors",
      "StateMinerPartitions",
      "StateListActors",
      "StateListMessages",
      "StateLookupRobustAddress",
      "StateCirculatingSupply",
      "ChainGetNode",
      "MpoolSelect",
      "GasEstimateGasLimit",
      "GasEstimateFeeCap",
      "WalletVerify",
      "MpoolPushUntrusted",
      "MpoolBatchPush",
    ]) {
      expect(await refusal(method), method).toBe(`method 'Filecoin.${method}' not found`);
      expect((await v0(method, [])).error?.message, method).toBe(`method 'Filecoin.${method}' not found`);
    }
    expect((await v0("StateReadState", ["t01000", null])).error?.message).toMatch(/not found$/);
    expect(await gateway.must("eth_chainId")).toBe("0x1df5e76");
  });
});
