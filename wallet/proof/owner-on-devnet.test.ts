import { afterAll, beforeAll, expect, it } from "vitest";
import { getAccount, getPosition, getTerms, listOwnedTokens, type OwnerReader } from "../../actor/abi/views.ts";
import type { TestNode } from "../../devnet/rpc/test-node.ts";
import { messageOf } from "../../devnet/chain/test-chain.ts";
import { Address } from "../../filecoin/address.ts";
import { fromBase64 } from "../../filecoin/bytes.ts";
import { messageToJson } from "../../filecoin/message.ts";
import { type ActorId, attoFil } from "../../filecoin/units.ts";
import { proveActor } from "./actor.ts";
import { proveOwner, proveOwnerAccount, proveOwnerPosition, proveOwnerTerms } from "./owner.ts";
import { agreedNow, startedChain } from "./test-nodes.ts";
import { callOffer, createdOffer, idOf } from "./test-offer.ts";

const FIL = 10n ** 18n;
let node: TestNode;
let actor: ActorId;

beforeAll(async () => {
  node = await startedChain();
  actor = await createdOffer(node);
  for (let i = 1; i <= 10; i++) await callOffer(node, 1, actor, "Deposit", {}, BigInt(i) * FIL);
});
afterAll(() => node.close());

/** The actor's getters, run by the node at a tipset. */
const readerAt =
  (key: unknown): OwnerReader =>
  async (method, params) => {
    const message = messageOf(Address.parse(node.accounts[2]?.address as string), { to: Address.id(actor), method, params, value: attoFil(0n), gasLimit: 0 });
    const { MsgRct } = await node.must<{ MsgRct: { ExitCode: number; Return: string } }>("StateCall", [messageToJson(message), key]);
    if (MsgRct.ExitCode !== 0) throw new Error(`getter ${method} ended with ${MsgRct.ExitCode}`);
    return fromBase64(MsgRct.Return);
  };

it("an owner actor made by messages is proven as its getters tell it at the same tipset", async () => {
  const { scope, key } = await agreedNow(node);
  const reader = readerAt(key);
  const holder = await idOf(node, 1);
  expect((await proveOwnerTerms(scope, actor)).value).toEqual(await getTerms(reader));
  const account = (await proveOwnerAccount(scope, actor, holder)).value;
  expect(account?.all).toEqual(await listOwnedTokens(reader, Address.id(holder)));
  expect(account?.all).toHaveLength(10);
  expect(account?.count).toBe((await getAccount(reader, Address.id(holder))).tokens);
  for (const token of account?.all ?? []) {
    const told = await getPosition(reader, token);
    expect((await proveOwnerPosition(scope, actor, token)).value).toMatchObject({ owner: told.owner, since: told.since });
  }
  const owner = (await proveOwner(scope, actor)).value;
  expect([owner?.root.liquid, owner?.balance]).toEqual([55n * FIL, 55n * FIL]);
  expect((await proveActor(scope, Address.id(actor))).value).toMatchObject({ builtin: null, code: owner?.code });
});
