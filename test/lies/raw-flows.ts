import { encodeParams } from "../../actor/abi/codec.ts";
import { METHOD_NUMBERS, type OwnerMethodName, type OwnerMethods } from "../../actor/abi/methods.generated.ts";
import { Address } from "../../filecoin/address.ts";
import { toBase64 } from "../../filecoin/bytes.ts";
import { flow, type Flow } from "./flow.ts";
import { tokenOf } from "./owner-flows.ts";
import type { Scene } from "./scene.ts";

/** Methods of an owner actor that no page has a form for: signed by their number, with params as bytes. */

type From = "operator" | "holder" | "third";

function raw<M extends OwnerMethodName>(
  method: M,
  from: From,
  params: (scene: Scene) => OwnerMethods[M]["params"] | Promise<OwnerMethods[M]["params"]>,
  more: Pick<Flow, "changes"> & Partial<Flow>,
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
const operator = (s: Scene) => ({ operator: third(s) });

export const rawFlows: readonly Flow[] = [
  raw("Approve", "holder", async (s) => ({ ...operator(s), tokens: await tokens(s) }), { changes: [] }),
  raw("RevokeApproval", "holder", async (s) => ({ ...operator(s), tokens: await tokens(s) }), { changes: [] }),
  raw("ApproveForAll", "holder", operator, { changes: [] }),
  raw("TransferFrom", "third", async (s) => ({ from: Address.parse(s.holder), to: third(s), tokens: await tokens(s), operatorData: new Uint8Array() }), {
    changes: ["positions"],
    prepare: async (s) => s.own("offer.deposit", { actor: s.actor, from: s.holder, amount: "200000000000000000000" }),
  }),
  raw("RevokeApprovalForAll", "holder", operator, { changes: [] }),
  raw("AdvanceNonce", "holder", () => ({ nonce: 5n }), { changes: [] }),
  raw("Burn", "holder", async (s) => ({ tokens: await tokens(s) }), { refused: true, changes: [] }),
  raw("BurnFrom", "third", async (s) => ({ from: Address.parse(s.holder), tokens: await tokens(s) }), { refused: true, changes: [] }),
];
