import * as v from "valibot";
import { Address } from "../../../filecoin/address.ts";
import { bytesEqual, fromBase64, toBase64 } from "../../../filecoin/bytes.ts";
import { addressOfKey } from "../../../filecoin/lotusKey.ts";
import { encodeMessage, messageCid, messageFromJson, type Message, type SignedMessage } from "../../../filecoin/message.ts";
import { verifySignature } from "../../../filecoin/signature.ts";
import { messageView } from "../../../wallet/reading/message-json.ts";
import type { SigningKey } from "../secrets/keys/keyring.ts";
import type { Signer } from "../secrets/keys/signer.ts";
import { detailOf, Refusal } from "../../../wallet/refusal.ts";

/**
 * Signs with the Rust signer of @zondax/filecoin-signing-tools, and believes nothing of it: it signs even when From is another
 * key's address, and rewrites addresses. So From is compared with the key before, and the returned message and the signature
 * are checked by our own code after.
 */

const answer = v.object({ Message: v.unknown(), Signature: v.object({ Type: v.number(), Data: v.string() }) });

/** Signs a message with its sender's key; wipes the key. Throws Refusal internal when anything does not fit. */
export async function signMessage(message: Message, key: SigningKey, signer: Signer): Promise<SignedMessage> {
  try {
    const own = addressOfKey({ type: key.kind, privateKey: key.privateKey });
    if (!own.equals(message.from)) throw new Refusal("internal", { detail: `the key is ${own.toString()}'s, the message is from ${message.from.toString()}` });
    return await signAndCheck(message, key, signer);
  } finally {
    key.privateKey.fill(0);
  }
}

async function signAndCheck(message: Message, key: SigningKey, signer: Signer): Promise<SignedMessage> {
  const json = messageView(message);
  let raw: unknown;
  try {
    raw = await signer(({ transactionSign }) => transactionSign({ ...json, Params: json.Params ?? "" }, toBase64(key.privateKey)));
  } catch (error) {
    throw new Refusal("internal", { detail: `the signer refused: ${detailOf(error)}` });
  }
  const { Message: returned, Signature } = v.parse(answer, raw);
  if (!bytesEqual(encodeMessage(sameForm(returned)), encodeMessage(message))) throw new Refusal("internal", { detail: "the signer returned another message" });
  const type = key.kind === "bls" ? 2 : 1;
  if (Signature.Type !== type) throw new Refusal("internal", { detail: `the signer returned a signature of type ${Signature.Type}` });
  const signature = { type, data: fromBase64(Signature.Data) } as const;
  if (!verifySignature(signature, message.from, messageCid(message).bytes)) throw new Refusal("internal", { detail: "the signature does not verify" });
  return { message, signature };
}

/** The signer leaves Params empty text and adds nothing else; Params null and "" are the same bytes. */
function sameForm(returned: unknown): Message {
  const json = returned as Record<string, unknown>;
  return messageFromJson({ ...json, Version: json["Version"] ?? 0, Params: json["Params"] || null });
}

/** The signer's own opinion of a key's address: a second reading at import. */
export async function addressBySigner(key: SigningKey, signer: Signer): Promise<Address> {
  const text = await signer((glue) => (key.kind === "bls" ? glue.keyRecoverBLS : glue.keyRecover)(toBase64(key.privateKey), false).address);
  return Address.parse(text);
}
