/** For tests: an owner actor on a devnet, made by messages as a wallet makes it. */
import { encodeParams as encodeOwnerParams } from "../../actor/abi/codec.ts";
import { METHOD_NUMBERS, type OwnerMethodName, type OwnerMethods } from "../../actor/abi/methods.generated.ts";
import type { TestNode } from "../../devnet/rpc/test-node.ts";
import { Address } from "../../filecoin/address.ts";
import { initMethods } from "../../filecoin/methods/init.ts";
import { decodeReturn, encodeParams, numberOf } from "../../filecoin/methods/method.ts";
import { type ActorId, attoFil, epoch } from "../../filecoin/units.ts";
import { defaultTerms, fil } from "../../test/owner/terms.ts";
import { ownerWasm } from "../../test/owner/owner-wasm.ts";
import { carriedOut } from "./test-nodes.ts";

const INIT = Address.id(1);

/** The id of an account's address. */
export async function idOf(node: TestNode, account: number): Promise<ActorId> {
  return Address.parse(await node.must<string>("StateLookupID", [node.accounts[account]?.address, []])).id;
}

/** An owner actor whose operator is the first account, with room for deposits. */
export async function createdOffer(node: TestNode): Promise<ActorId> {
  const installing = { to: INIT, method: numberOf(initMethods.InstallCode), params: encodeParams(initMethods.InstallCode, { code: await ownerWasm() }) };
  const { code } = decodeReturn(initMethods.InstallCode, await carriedOut(node, 0, { ...installing, gasLimit: 2_000_000_000 }));
  const constructorParams = encodeOwnerParams("Constructor", { terms: defaultTerms({ operator: await idOf(node, 0) }) });
  const params = encodeParams(initMethods.Exec, { code, constructorParams });
  const actor = decodeReturn(initMethods.Exec, await carriedOut(node, 0, { to: INIT, method: numberOf(initMethods.Exec), params })).idAddress.id;
  await callOffer(node, 0, actor, "Heartbeat", {});
  await callOffer(node, 0, actor, "OpenDeposits", { amount: fil(100_000), until: epoch(10_000_000) });
  return actor;
}

/** Calls an owner actor by a message of an account; gives what it returned. */
export function callOffer<M extends OwnerMethodName>(
  node: TestNode,
  account: number,
  actor: ActorId,
  method: M,
  params: OwnerMethods[M]["params"],
  value = 0n,
): Promise<Uint8Array> {
  return carriedOut(node, account, {
    to: Address.id(actor),
    method: METHOD_NUMBERS[method],
    params: encodeOwnerParams(method, params),
    value: attoFil(value),
  });
}
