import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { TestNode } from "../../devnet/rpc/test-node.ts";
import { Address } from "../../filecoin/address.ts";
import { parseCid } from "../../filecoin/cid.ts";
import { initMethods } from "../../filecoin/methods/init.ts";
import { decodeReturn, encodeParams, type Method, numberOf } from "../../filecoin/methods/method.ts";
import { multisigMethods } from "../../filecoin/methods/multisig.ts";
import { actorId, type ActorId, attoFil, epoch, methodNumberOf } from "../../filecoin/units.ts";
import { proveActor } from "./actor.ts";
import { proveMultisig } from "./multisig.ts";
import { agreedNow, carriedOut, startedChain } from "./test-nodes.ts";

const FIL = 10n ** 18n;
let node: TestNode;
let multisig: ActorId;
let signers: Address[];

beforeAll(async () => {
  node = await startedChain();
  signers = node.accounts.slice(0, 3).map(({ address }) => Address.parse(address));
  const constructorParams = encodeParams(multisigMethods.Constructor, { signers, threshold: 2, unlockDuration: 1_000, startEpoch: epoch(5) });
  const codes = await node.must<{ multisig: { "/": string } }>("StateActorCodeCIDs", [28]);
  const returned = await carriedOut(node, 0, {
    to: Address.id(1),
    method: numberOf(initMethods.Exec),
    params: encodeParams(initMethods.Exec, { code: parseCid(codes.multisig["/"]), constructorParams }),
    value: attoFil(10n * FIL),
  });
  multisig = decodeReturn(initMethods.Exec, returned).idAddress.id;
});
afterAll(() => node.close());

const send = <P>(account: number, method: Method<P, unknown>, params: P): Promise<Uint8Array> =>
  carriedOut(node, account, { to: Address.id(multisig), method: numberOf(method), params: encodeParams(method, params) });

const proposed = (n: number) => ({ to: signers[2] as Address, value: attoFil(BigInt(n)), method: methodNumberOf(n), params: Uint8Array.of(n) });

describe("a multisig", () => {
  it("is proven with its signers, threshold and lock as the node tells them", async () => {
    const { scope, key } = await agreedNow(node);
    const { State, Balance } = await node.must<{ State: Record<string, unknown>; Balance: string }>("StateReadState", [`t0${multisig}`, key]);
    const { value } = await proveMultisig(scope, multisig);
    expect(value).toMatchObject({
      balance: BigInt(Balance),
      signers: (State["Signers"] as string[]).map((text) => Address.parse(text).id),
      threshold: BigInt(State["NumApprovalsThreshold"] as number),
      nextTransaction: BigInt(State["NextTxnID"] as number),
      lock: {
        amount: BigInt(State["InitialBalance"] as string),
        start: BigInt(State["StartEpoch"] as number),
        duration: BigInt(State["UnlockDuration"] as number),
      },
      pending: [],
    });
    expect([value?.signers.length, value?.threshold, value?.lock.amount]).toEqual([3, 2n, 10n * FIL]);
    expect((await proveActor(scope, Address.id(multisig))).value?.builtin).toBe("multisig");
  });

  it("is proven with every transaction that waits, and without those that are done", async () => {
    for (let n = 0; n < 5; n++) await send(0, multisigMethods.Propose, proposed(n));
    // The first moves nothing, so that the lock does not hold it back.
    await send(1, multisigMethods.Approve, { id: 0, proposalHash: new Uint8Array(0) });
    const { scope } = await agreedNow(node);
    const { value } = await proveMultisig(scope, multisig);
    const proposer = Address.parse(await node.must<string>("StateLookupID", [(signers[0] as Address).toString(), []])).id;
    expect(value?.nextTransaction).toBe(5n);
    expect(value?.pending).toEqual([1, 2, 3, 4].map((n) => ({ id: BigInt(n), ...proposed(n), method: BigInt(n), approved: [proposer] })));
  });

  it("is proven absent of what is none", async () => {
    const { scope } = await agreedNow(node);
    for (const other of [100n, 1000n, 999_999n]) expect((await proveMultisig(scope, actorId(other))).value).toBeNull();
  });
});
