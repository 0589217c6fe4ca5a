import { signMessage } from "../../extension/background/signing/sign-message.ts";
import { Address } from "../../filecoin/address.ts";
import { toBase64 } from "../../filecoin/bytes.ts";
import { parseCid, type Cid } from "../../filecoin/cid.ts";
import { parseLotusKey } from "../../filecoin/lotusKey.ts";
import { messageFromJson, signedMessageToJson } from "../../filecoin/message.ts";
import { initMethods } from "../../filecoin/methods/init.ts";
import { encodeParams, numberOf } from "../../filecoin/methods/method.ts";
import { multisigMethods } from "../../filecoin/methods/multisig.ts";
import { epoch } from "../../filecoin/units.ts";
import { flow, type Flow } from "./flow.ts";
import { fil, type Scene } from "./scene.ts";

/** FIL, raw methods, and messages that take another one's number. */

const usual = { speed: "usual" } as const;
const send = ({ operator, holder }: Scene, amount = fil(1)) => ({ from: operator, to: holder, amount, ...usual });

/** A message that waits: nothing mines it. Remembers its slot. */
async function waiting(scene: Scene): Promise<void> {
  scene.kept.set("slot", await scene.worker.confirm(await scene.worker.ask("send.review", send(scene))));
}
const slotOf = ({ kept }: Scene): string => kept.get("slot") as string;

/** Another copy of the third account's key sends with a number that leaves one out. */
async function pushAbove(scene: Scene): Promise<void> {
  const { worker, third } = scene;
  const key = parseLotusKey(worker.devnet.accounts[2]?.key as string);
  await scene.own("send.review", { from: third, to: third, amount: "1", ...usual });
  const { approvalId } = await worker.ask("send.review", { from: third, to: third, amount: "1", ...usual });
  const { message } = await worker.approval(approvalId);
  await worker.ask("approvals.reject", { id: approvalId });
  const later = { ...messageFromJson(message), nonce: message.Nonce + 1 };
  const signed = await signMessage(later, { kind: "secp256k1", privateKey: key.privateKey }, worker.app.signer);
  await worker.peggy("Filecoin.MpoolPush", [signedMessageToJson(signed, "t")]);
  scene.kept.set("gap", String(message.Nonce));
}

export async function multisigCode(scene: Scene): Promise<Cid> {
  const codes = await scene.worker.peggy<Record<string, { "/": string }>>("Filecoin.StateActorCodeCIDs", [25]);
  return parseCid(codes["multisig"]?.["/"] ?? "");
}

export const sendFlows: readonly Flow[] = [
  flow({ name: "send", message: "send.review", body: (s) => send(s), changes: ["balance of holder"] }),
  flow({
    name: "raw: create a multisig",
    message: "send.reviewRaw",
    body: async (s) => {
      const constructorParams = encodeParams(multisigMethods.Constructor, {
        signers: [Address.parse(s.operator), Address.parse(s.stranger)],
        threshold: 2,
        unlockDuration: 0,
        startEpoch: epoch(0),
      });
      const params = toBase64(encodeParams(initMethods.Exec, { code: await multisigCode(s), constructorParams }));
      return { from: s.operator, to: "t01", amount: "0", method: numberOf(initMethods.Exec), params };
    },
    changes: [],
  }),
  flow({ name: "speed up", message: "activity.speedUp", prepare: waiting, body: (s) => ({ id: slotOf(s), speed: "urgent" }), changes: ["balance of holder"] }),
  flow({ name: "cancel", message: "activity.cancel", prepare: waiting, body: (s) => ({ id: slotOf(s) }), changes: [] }),
  flow({
    name: "fill a gap",
    more: true,
    message: "activity.fillGap",
    prepare: pushAbove,
    body: (s) => ({ account: s.third, nonce: Number(s.kept.get("gap")) }),
    changes: [],
  }),
];
