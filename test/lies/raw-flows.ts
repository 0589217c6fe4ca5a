import { signedBytes } from "../../actor/abi/attestation.ts";
import { encodeParams, encodeStruct } from "../../actor/abi/codec.ts";
import { METHOD_NUMBERS, type OwnerMethodName, type OwnerMethods, type OwnerStructs } from "../../actor/abi/methods.generated.ts";
import { Address } from "../../filecoin/address.ts";
import { toBase64 } from "../../filecoin/bytes.ts";
import { parseLotusKey } from "../../filecoin/lotusKey.ts";
import { signSecp256k1 } from "../../filecoin/signature.ts";
import { actorId, attoFil, epoch, type ActorId } from "../../filecoin/units.ts";
import { flow, type Flow } from "./flow.ts";
import { tokenOf } from "./owner-flows.ts";
import { DAY, fil, type Scene } from "./scene.ts";

/** Methods of an owner actor that no page has a form for: signed by their number, with params as bytes. */

/** What the holder may sign next, since he has advanced it. */
const HOLDERS_NONCE = 5n;

type From = "operator" | "holder" | "third";

function raw<M extends OwnerMethodName>(
  method: M,
  from: From,
  params: (scene: Scene) => OwnerMethods[M]["params"] | Promise<OwnerMethods[M]["params"]>,
  more: Pick<Flow, "changes" | "grows" | "prepare" | "refused">,
): Flow {
  return flow({
    name: `raw: ${method}`,
    message: "send.reviewRaw",
    body: async (s) => ({ from: s[from], to: s.actor, amount: "0", method: METHOD_NUMBERS[method], params: toBase64(encodeParams(method, await params(s))) }),
    ...more,
  });
}

const third = ({ third: address }: Scene): Address => Address.parse(address);
const tokens = async (s: Scene): Promise<bigint[]> => [BigInt(await tokenOf(s, s.holder))];
async function leastOf({ worker, holder }: Scene): Promise<bigint> {
  const { positions } = await worker.ask("positions.list", { account: holder });
  return BigInt(positions.filter(({ principal }) => principal !== "0").reduce((a, b) => (BigInt(a.principal) < BigInt(b.principal) ? a : b)).token);
}
const operator = (s: Scene) => ({ operator: third(s) });

const minerId = ({ miner }: Scene): ActorId => actorId(BigInt(miner.slice(2)));

/** What the holder lets somebody send in his place: his rewards, to another. */
async function toBeRelayed(s: Scene): Promise<OwnerStructs["RelayRequest"]> {
  return {
    chainId: 31_415_926n,
    actor: actorId(BigInt(s.actor.slice(2))),
    account: actorId(BigInt((await s.worker.peggy<string>("Filecoin.StateLookupID", [s.holder, []])).slice(2))),
    method: BigInt(METHOD_NUMBERS.Withdraw),
    params: encodeParams("Withdraw", { tokens: await tokens(s), recipient: third(s) }),
    nonce: HOLDERS_NONCE,
    validUntil: epoch(10_000_000),
    fee: attoFil(0n),
    relayer: null,
  };
}

async function unsignedRelay(s: Scene): Promise<OwnerMethods["ExecuteWithAuth"]["params"]> {
  return { authorization: await toBeRelayed(s), signature: new Uint8Array(65) };
}

async function signedRelay(s: Scene): Promise<OwnerMethods["ExecuteWithAuth"]["params"]> {
  const key = s.worker.devnet.accounts.find(({ address }) => address === s.holder)?.key ?? "";
  const authorization = await toBeRelayed(s);
  const { data } = signSecp256k1(parseLotusKey(key).privateKey, signedBytes(encodeStruct("RelayRequest", authorization)));
  return { authorization, signature: data };
}

export const rawFlows: readonly Flow[] = [
  raw("Approve", "holder", async (s) => ({ ...operator(s), tokens: await tokens(s) }), { changes: [] }),
  raw("RevokeApproval", "holder", async (s) => ({ ...operator(s), tokens: await tokens(s) }), { changes: [] }),
  raw("ApproveForAll", "holder", operator, { changes: [] }),
  raw("TransferFrom", "third", async (s) => ({ from: Address.parse(s.holder), to: third(s), tokens: [await leastOf(s)], operatorData: new Uint8Array() }), {
    changes: ["positions"],
    prepare: async (s) => s.own("position.split", { actor: s.actor, from: s.holder, token: await tokenOf(s, s.holder), amount: fil(20) }),
  }),
  raw("RevokeApprovalForAll", "holder", operator, { changes: [] }),
  raw("AdvanceNonce", "holder", () => ({ nonce: HOLDERS_NONCE }), { changes: [] }),
  raw("Burn", "holder", async (s) => ({ tokens: await tokens(s) }), { refused: true, changes: [] }),
  raw("BurnFrom", "third", async (s) => ({ from: Address.parse(s.holder), tokens: await tokens(s) }), { refused: true, changes: [] }),
  raw("ChangePeerID", "third", (s) => ({ miner: minerId(s), peer: Uint8Array.of(1, 2, 3) }), { changes: [] }),
  raw("ChangeMultiaddrs", "third", (s) => ({ miner: minerId(s), addresses: [Uint8Array.of(4, 5)] }), { changes: [] }),
  raw("ExecuteWithAuth", "third", unsignedRelay, { refused: true, changes: [] }),
  {
    ...raw("ExecuteWithAuth", "third", signedRelay, { grows: true, prepare: (s) => s.settle(DAY), changes: ["balance of actor", "balance of third"] }),
    name: "raw: ExecuteWithAuth, as the holder signed it",
  },
];
