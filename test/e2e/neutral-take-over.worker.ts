/**
 * A take-over on a chain of its own, in a worker of a page: nothing here, or below, may need Node. Each message is signed, pooled,
 * mined and read back from the chain, as a wallet does it over RPC.
 */
import { encodeParams as encodeOwnerParams } from "../../actor/abi/codec.ts";
import { METHOD_NUMBERS } from "../../actor/abi/methods.generated.ts";
import { decodeMinerInfo } from "../../filecoin/state/miner-info.ts";
import { decodeMinerState } from "../../filecoin/state/miner.ts";
import { messageOf, sign, testChain, type TestChain } from "../../devnet/chain/test-chain.ts";
import { mustGet } from "../../devnet/state/blockstore.ts";
import { Address } from "../../filecoin/address.ts";
import { decodeCbor } from "../../filecoin/cbor.ts";
import { initMethods } from "../../filecoin/methods/init.ts";
import { type Method, decodeReturn, encodeParams, numberOf } from "../../filecoin/methods/method.ts";
import { minerMethods } from "../../filecoin/methods/miner.ts";
import { attoFil } from "../../filecoin/units.ts";
import { defaultTerms } from "../owner/terms.ts";

const INIT = Address.id(1);
const MINER = Address.id(1000);
const BLOCK_GAS = 10_000_000_000;

interface Sent {
  to: Address;
  method: number;
  params: Uint8Array;
}

/** Sends from the miner's owner, who is the first account, and answers what the receipt returns. */
function send({ chain, rehearsal }: TestChain, { to, method, params }: Sent): Uint8Array {
  const owner = rehearsal.accounts[0];
  if (owner === undefined) throw new Error("there is no first account");
  const nonce = chain.pool.nextNonce(owner.address) ?? 0;
  const fees = { gasLimit: BLOCK_GAS, gasFeeCap: attoFil(200_000_000n), gasPremium: attoFil(1_000n) };
  chain.push(sign(messageOf(owner.address, { to, method, params, nonce, value: attoFil(0n), ...fees }), owner.key));
  const receipt = chain.receiptsOf(chain.mine())[0];
  chain.mine();
  if (receipt?.exitCode !== 0) throw new Error(`method ${method} of ${to.toString()} ended with ${receipt?.exitCode ?? "no receipt"}`);
  return receipt.ret;
}

const call = <P, R>(chain: TestChain, to: Address, method: Method<P, R>, params: P): R =>
  decodeReturn(method, send(chain, { to, method: numberOf(method), params: encodeParams(method, params) }));

function takeOver(wasm: Uint8Array): object {
  const world = testChain({ networkName: "worker" });
  const { chain, rehearsal } = world;
  const [ownerAccount] = rehearsal.accounts;
  const [minerKeys] = rehearsal.miners;
  if (ownerAccount === undefined || minerKeys === undefined) throw new Error("the genesis lacks an account or a miner");
  const operator = chain.stateAt(chain.head).resolve(ownerAccount.address);
  if (operator === undefined) throw new Error("the first account has no id");
  const { code } = call(world, INIT, initMethods.InstallCode, { code: wasm });
  const constructorParams = encodeOwnerParams("Constructor", { terms: defaultTerms({ operator }) });
  const { idAddress: actor } = call(world, INIT, initMethods.Exec, { code, constructorParams });
  const approval = { miner: MINER.id, owner: ownerAccount.address, worker: minerKeys.worker, controls: [] };
  send(world, { to: actor, method: METHOD_NUMBERS.ApproveMiner, params: encodeOwnerParams("ApproveMiner", approval) });
  call(world, MINER, minerMethods.ChangeOwnerAddress, actor);
  send(world, { to: actor, method: METHOD_NUMBERS.TakeOwner, params: encodeOwnerParams("TakeOwner", { miner: MINER.id }) });
  const shown = chain.stateAt(chain.head).getActor(MINER.id);
  if (shown === undefined) throw new Error("the miner is gone");
  const miner = decodeMinerState(decodeCbor(mustGet(chain.blocks, shown.head, "miner state")));
  const info = decodeMinerInfo(decodeCbor(mustGet(chain.blocks, miner.info, "miner info")));
  const [owner, beneficiary] = [info.owner, info.beneficiary].map((id) => Address.id(id).toString());
  return { owner, beneficiary, actor: actor.toString(), code: code.toString(), height: chain.head.height };
}

const scope = self as unknown as DedicatedWorkerGlobalScope;
scope.onmessage = ({ data }: MessageEvent<Uint8Array>) => {
  try {
    scope.postMessage({ done: takeOver(data) });
  } catch (error) {
    scope.postMessage({ failed: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  }
};
