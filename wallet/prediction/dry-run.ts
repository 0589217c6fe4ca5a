import { Address, type NetworkPrefix } from "../../filecoin/address.ts";
import { CborError } from "../../filecoin/cbor.ts";
import { RpcBadReply } from "../../filecoin/rpc/errors.ts";
import { nodeWords } from "../../filecoin/rpc/node-words.ts";
import { decodeReturn } from "../../actor/abi/codec.ts";
import { methodByNumber, methodSchema, codecOf } from "../../actor/abi/codec.ts";
import { exitCodeText } from "../../filecoin/exit-code.ts";
import { decodeCallReturn, DecodeCallError, methodName } from "../../filecoin/methods/decode.ts";
import { encodeMessage, type Message } from "../../filecoin/message.ts";
import { chainGas } from "../price/fee.ts";
import type { ExecutionTrace, InvocResult } from "../../filecoin/rpc/trace-json.ts";
import type { DecodedField } from "../approval-views.ts";
import { numberOf, say, textOf } from "../phrase.ts";
import type { Phrase } from "../values.ts";
import type { Scope } from "../scope.ts";
import { abortText } from "../told/abort-text.ts";
import type { Actors, KnownActor } from "../told/known-actor.ts";
import { rowsOf } from "../reading/shown-fields.ts";

/** Runs a message without signing it (StateCall) and reads what the node predicts: exit, money moved, calls made. */

export interface Prediction {
  exitCode: number;
  error: string | null;
  /** as the chain will count it, inclusion and returned bytes with it */
  gasUsed: number;
  returned: Uint8Array;
  epoch: number;
  trace: ExecutionTrace | null;
  /** attoFIL by f0 (or robust, for addresses not on chain) text; fees left out */
  changes: Map<string, bigint>;
}

const CALLS_SHOWN = 40;
/** Far more parties than any message pays: a node that lists more answers with garbage. */
const MOST_PARTIES = 200;
/** What is shown of a return and of a node's error text. */
const ROWS_SHOWN = 200;
const CHARACTERS_SHOWN = 600;

export async function dryRun({ node, head, actors }: Pick<Scope, "node" | "head" | "actors">, message: Message): Promise<Prediction> {
  const result = await node.stateCall(message);
  const exitCode = result.receipt?.exitCode ?? 1;
  const returned = result.receipt?.return ?? new Uint8Array();
  return {
    exitCode,
    error: result.error === "" ? null : nodeWords(result.error, CHARACTERS_SHOWN),
    gasUsed: (result.receipt?.gasUsed ?? 0) + chainGas(encodeMessage(message).length, message.from.protocol === 3 ? "bls" : "secp256k1", returned.length),
    returned,
    epoch: head.height,
    trace: result.trace,
    changes: await changesOf(result, actors, node.node),
  };
}

async function changesOf(result: InvocResult, actors: Actors, node: string): Promise<Map<string, bigint>> {
  const changes = new Map<string, bigint>();
  const add = async (address: Address, id: bigint | null, change: bigint): Promise<void> => {
    const key = await keyOf(id === null ? address : Address.id(id), actors);
    changes.set(key, (changes.get(key) ?? 0n) + change);
    if (changes.size > MOST_PARTIES) throw new RpcBadReply("StateCall", node, `expected a message that pays at most ${MOST_PARTIES} parties; got more`);
  };
  const walk = async (call: ExecutionTrace): Promise<void> => {
    if (call.receipt.exitCode !== 0) return;
    if (call.message.value > 0n) {
      await add(call.message.from, null, -call.message.value);
      await add(call.message.to, call.invokedActor?.id ?? null, call.message.value);
    }
    for (const inner of call.subcalls) await walk(inner);
  };
  if (result.trace !== null) await walk(result.trace);
  for (const [key, change] of changes) if (change === 0n) changes.delete(key);
  return changes;
}

async function keyOf(address: Address, actors: Actors): Promise<string> {
  if (address.protocol === 0) return address.toString(actors.prefix);
  const { id } = await actors.at(address);
  return (id ?? address).toString(actors.prefix);
}

/** The calls a dry run made, outermost first, as rows with a depth. */
export async function callsOf(
  trace: ExecutionTrace | null,
  actors: Actors,
): Promise<{ depth: number; from: string; to: string; method: string; value: string; exitCode: number }[]> {
  const rows: Awaited<ReturnType<typeof callsOf>> = [];
  const walk = async (call: ExecutionTrace, depth: number): Promise<void> => {
    if (rows.length >= CALLS_SHOWN) return;
    rows.push({
      depth,
      from: call.message.from.toString(actors.prefix),
      to: call.message.to.toString(actors.prefix),
      method: await calledName(call, actors),
      value: call.message.value.toString(),
      exitCode: call.receipt.exitCode,
    });
    for (const inner of call.subcalls) await walk(inner, depth + 1);
  };
  if (trace !== null) await walk(trace, 0);
  return rows;
}

/** The name of a called method by the type of the called actor, else its number. */
async function calledName({ message: { to, method } }: ExecutionTrace, actors: Actors): Promise<string> {
  const { type, builtin } = await actors.at(to);
  if (typeof method === "bigint") return String(method);
  return (type === "owner" ? methodByNumber(method) : builtin === null ? null : methodName(builtin, method)) ?? String(method);
}

/** Exit code in words; the actor's own abort text beside it. */
export function exitPhrase(exitCode: number, receiver: KnownActor | null, error: string | null): Phrase {
  const words = exitCodeText(exitCode, receiver?.builtin ?? undefined);
  return say(`exit.${exitCode === 0 ? "ok" : exitCode < 16 ? "system" : "actor"}`, {
    code: numberOf(exitCode),
    words: textOf(words),
    detail: textOf(abortText(error)),
  });
}

/** What a call returned, as rows; none when it cannot be read. */
export function returnRows(message: Pick<Message, "method">, receiver: KnownActor, returned: Uint8Array, prefix: NetworkPrefix): DecodedField[] {
  if (returned.length === 0) return [];
  try {
    return returnFields(message.method, receiver, returned, prefix).slice(0, ROWS_SHOWN).map(shortened);
  } catch (error) {
    if (error instanceof DecodeCallError || error instanceof CborError) return [];
    throw error;
  }
}

function returnFields(method: number, receiver: KnownActor, returned: Uint8Array, prefix: NetworkPrefix): DecodedField[] {
  if (receiver.type !== "owner") return receiver.builtin === null ? [] : rowsOf(decodeCallReturn(receiver.builtin, method, returned), prefix);
  const name = methodByNumber(method);
  const kind = name === undefined ? null : methodSchema(name).returns;
  return name === undefined || kind === null ? [] : rowsOf([{ label: "result", ...codecOf(kind).show(decodeReturn(name, returned)) }], prefix);
}

/** A node may put anything into a return: what is long is cut where it is shown. */
const shortened = (row: DecodedField): DecodedField =>
  row.value.length > CHARACTERS_SHOWN ? { ...row, value: `${row.value.slice(0, CHARACTERS_SHOWN)}…` } : row;
