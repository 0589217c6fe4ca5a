import { browser, type Sender } from "../shared/browser.ts";
import { shallowRef } from "vue";
import type { ErrorCode, ErrorParams } from "../../wallet/error-codes.ts";
import {
  isOfNetwork,
  PROTOCOL_VERSION,
  type Body,
  type MessageName,
  type Reply,
  type ReplyEnvelope,
  type SpokenOf,
  type WorkerEvent,
} from "../shared/messages.ts";
import { replyOf } from "../shared/replies.ts";

/** A refusal of the worker, or its silence ("unreachable"). The catalogue says for each code what it means for the money. */
export class WorkerError extends Error {
  override readonly name = "WorkerError";
  constructor(
    readonly code: ErrorCode | "unreachable",
    readonly params: ErrorParams,
  ) {
    super(`${code} ${JSON.stringify(params)}`);
  }
}

/** The worker answered, but not in the form that was agreed on: nothing of the answer is shown. `detail` says where it differs. */
export class AnswerUnreadable extends WorkerError {
  constructor(readonly detail: string) {
    super("internal", { detail });
  }
}

/** The network that this page shows, by name and money; unset until the worker has said it. Another window may select another one at any time. */
export const shownNetwork = shallowRef<SpokenOf>();

/** Called when an answer speaks of another network than this page shows, or of another chain under its name. */
let onOtherNetwork = (): void => {};
export function whenOtherNetwork(act: () => void): void {
  onOtherNetwork = act;
}

/**
 * Asks the worker. A worker that was stopped while it answered closes the channel; the same request id is then sent once
 * more, so that a command is not carried out twice. Throws WorkerError.
 */
export async function ask<N extends MessageName>(name: N, body: Body<N>): Promise<Reply<N>> {
  const shown = isOfNetwork(name) ? shownNetwork.value : undefined;
  const request = { v: PROTOCOL_VERSION, requestId: crypto.randomUUID(), name, body: plain(body), ...(shown === undefined ? {} : { network: shown.id }) };
  let reply: ReplyEnvelope | undefined;
  try {
    reply = await send(request);
  } catch (error) {
    // The browser's own words for a closed channel; it has no class of its own.
    reply = await send(request).catch((again: unknown) => {
      throw new WorkerError("unreachable", { detail: again instanceof Error ? again.message : String(error) });
    });
  }
  if (reply === undefined) throw new WorkerError("unreachable", { detail: "no answer" });
  if (!reply.ok) {
    if (reply.code === "networkChanged") onOtherNetwork();
    throw new WorkerError(reply.code, reply.params);
  }
  if (shown !== undefined && reply.network !== undefined && !isSameNetwork(shown, reply.network)) {
    onOtherNetwork();
    throw new WorkerError("networkChanged", {});
  }
  return checkedReply(name, reply.body);
}

/** A body without what Vue put around it: Firefox clones no proxies. */
const plain = (body: object): unknown => JSON.parse(JSON.stringify(body));

const send = (request: object): Promise<ReplyEnvelope | undefined> => browser.runtime.sendMessage(request);

/** What a page shows has the form that was agreed on; anything else is a fault of the worker. Throws AnswerUnreadable. */
function checkedReply<N extends MessageName>(name: N, body: unknown): Reply<N> {
  const reply = replyOf(name, body);
  if ("fault" in reply) throw new AnswerUnreadable(reply.fault);
  return reply.body;
}

/** The same entry, and the same chain under it: a devnet may have begun a new one. */
export const isSameNetwork = (shown: SpokenOf, other: SpokenOf): boolean =>
  shown.id === other.id && (shown.genesis === null || shown.genesis === other.genesis);

export type Topic = WorkerEvent["topics"][number];

/** Calls back with the topics that changed in the worker. Returns the way to stop. */
export function onChanged(listener: (topics: readonly Topic[]) => void): () => void {
  const receive = (message: unknown, sender: Sender): void => {
    if (sender.id !== browser.runtime.id || !isWorkerEvent(message)) return;
    listener(message.topics);
  };
  browser.runtime.onMessage.addListener(receive);
  return () => browser.runtime.onMessage.removeListener(receive);
}

function isWorkerEvent(message: unknown): message is WorkerEvent {
  return (
    typeof message === "object" &&
    message !== null &&
    (message as Partial<WorkerEvent>).event === "changed" &&
    Array.isArray((message as Partial<WorkerEvent>).topics)
  );
}
