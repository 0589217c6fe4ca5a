import { Address } from "../../filecoin/address.ts";
import { fromBase64, toBase64 } from "../../filecoin/bytes.ts";
import { initMethods } from "../../filecoin/methods/init.ts";
import { decodeReturn, encodeParams, type Method, numberOf } from "../../filecoin/methods/method.ts";
import { multisigMethods, multisigProposalHash } from "../../filecoin/methods/multisig.ts";
import { attoFil, epoch, methodNumberOf } from "../../filecoin/units.ts";
import type { Body } from "../../extension/shared/messages.ts";
import { flow, type Flow } from "./flow.ts";
import { fil, type Scene } from "./scene.ts";
import { multisigCode } from "./send-flows.ts";

/** A built-in multisig of two accounts, both of which must agree: by hand, since no page has a form for it. */

const id = (scene: Scene, address: string): Promise<string> => scene.worker.peggy<string>("Filecoin.StateLookupID", [address, []]);

async function created(s: Scene): Promise<void> {
  const signers = [s.holder, s.third].map((address) => Address.parse(address));
  const constructorParams = encodeParams(multisigMethods.Constructor, { signers, threshold: 2, unlockDuration: 0, startEpoch: epoch(0) });
  const params = toBase64(encodeParams(initMethods.Exec, { code: await multisigCode(s), constructorParams }));
  const slot = await s.worker.confirm(
    await s.worker.ask("send.reviewRaw", { from: s.operator, to: "t01", amount: fil(10), method: numberOf(initMethods.Exec), params }),
  );
  await s.settle();
  const cid = (await s.worker.ask("activity.get", { id: slot })).slot.attempts[0]?.cid;
  const { Receipt } = await s.worker.peggy<{ Receipt: { Return: string } }>("Filecoin.StateSearchMsg", [[], { "/": cid }, -1, true]);
  s.kept.set("multisig", decodeReturn(initMethods.Exec, fromBase64(Receipt.Return)).idAddress.toString("t"));
}

const call = <P>(s: Scene, from: string, method: Method<P, unknown>, params: P): Body<"send.reviewRaw"> => ({
  from,
  to: s.kept.get("multisig") as string,
  amount: "0",
  method: numberOf(method),
  params: toBase64(encodeParams(method, params)),
});

const paid = (s: Scene) => ({ to: Address.parse(s.stranger), value: attoFil(BigInt(fil(2))), method: methodNumberOf(0), params: new Uint8Array() });

/** Names a transaction of the holder by its number, bound by its hash. */
const bound = async (s: Scene, number: number) => ({
  id: number,
  proposalHash: multisigProposalHash({ requester: Address.parse(await id(s, s.holder)), ...paid(s) }),
});

export const multisigFlows: readonly Flow[] = [
  flow({
    name: "multisig: propose a payment",
    message: "send.reviewRaw",
    prepare: created,
    body: (s) => call(s, s.holder, multisigMethods.Propose, paid(s)),
    changes: ["multisig's transactions"],
  }),
  flow({
    name: "multisig: agree to a payment",
    message: "send.reviewRaw",
    body: async (s) => call(s, s.third, multisigMethods.Approve, await bound(s, 0)),
    changes: ["balance of multisig", "balance of stranger", "multisig's transactions"],
  }),
  flow({
    name: "multisig: withdraw a proposal",
    message: "send.reviewRaw",
    prepare: (s) => s.own("send.reviewRaw", call(s, s.holder, multisigMethods.Propose, paid(s))),
    body: async (s) => call(s, s.holder, multisigMethods.Cancel, await bound(s, 1)),
    changes: ["multisig's transactions"],
  }),
];
