import * as glue from "#signer-glue";
import * as v from "valibot";
import { Address } from "../../../filecoin/address.ts";
import { bytesEqual, fromBase64, toBase64 } from "../../../filecoin/bytes.ts";
import { addressOfKey } from "../../../filecoin/lotusKey.ts";
import { encodeMessage, messageCid, messageFromJson, type Message, type SignedMessage } from "../../../filecoin/message.ts";
import { verifySignature } from "../../../filecoin/signature.ts";
import { messageView } from "../../../wallet/reading/message-json.ts";
import type { SigningKey } from "../secrets/keys/keyring.ts";
import { detailOf, Refusal } from "../../../wallet/refusal.ts";

/**
 * Signs with the Rust signer of @zondax/filecoin-signing-tools, and believes nothing of it: it signs even when From is another
 * key's address, and rewrites addresses. So From is compared with the key before, and the returned message and the signature
 * are checked by our own code after.
 */

const answer = v.object({ Message: v.unknown(), Signature: v.object({ Type: v.number(), Data: v.string() }) });

let queue: Promise<unknown> = Promise.resolve();

/**
 * Runs `act` with a signer instance of its own; its memory, with copies of the key, is wiped after. One at a time: the glue knows one
 * instance. It also keeps views of that instance's memory and renews them only when they are detached, which growing by nothing does.
 */
function withSigner<T>(wasm: Uint8Array, act: (signer: typeof glue) => T): Promise<T> {
  const result = queue.then(async () => {
    const { instance } = await WebAssembly.instantiate(wasm as Uint8Array<ArrayBuffer>, {
      "./filecoin_signer_wasm_bg.js": glue as unknown as WebAssembly.ModuleImports,
    });
    const memory = instance.exports["memory"] as WebAssembly.Memory;
    glue.__wbg_set_wasm(instance.exports);
    try {
      return act(glue);
    } finally {
      new Uint8Array(memory.buffer).fill(0);
      memory.grow(0);
    }
  });
  queue = result.catch(() => {});
  return result;
}

/** Signs a message with its sender's key; wipes the key. Throws Refusal internal when anything does not fit. */
export async function signMessage(message: Message, key: SigningKey, wasm: Uint8Array): Promise<SignedMessage> {
  try {
    const own = addressOfKey({ type: key.kind, privateKey: key.privateKey });
    if (!own.equals(message.from)) throw new Refusal("internal", { detail: `the key is ${own.toString()}'s, the message is from ${message.from.toString()}` });
    return await signAndCheck(message, key, wasm);
  } finally {
    key.privateKey.fill(0);
  }
}

async function signAndCheck(message: Message, key: SigningKey, wasm: Uint8Array): Promise<SignedMessage> {
  const json = messageView(message);
  let raw: unknown;
  try {
    raw = await withSigner(wasm, (signer) => signer.transactionSign({ ...json, Params: json.Params ?? "" }, toBase64(key.privateKey)));
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
export async function addressBySigner(key: SigningKey, wasm: Uint8Array): Promise<Address> {
  const text = await withSigner(wasm, (signer) => (key.kind === "bls" ? signer.keyRecoverBLS : signer.keyRecover)(toBase64(key.privateKey), false).address);
  return Address.parse(text);
}
