import * as v from "valibot";
import { CborError } from "../../../filecoin/cbor.ts";
import { RpcFailure } from "../../../filecoin/rpc/errors.ts";
import { MethodShapeError } from "../../../filecoin/methods/method.ts";
import { isOfNetwork, isSecretMessage, requestEnvelope, type MessageName, type ReplyEnvelope } from "../../shared/messages.ts";
import { questions } from "../../shared/questions.ts";
import { isPassing } from "../../../wallet/node-set.ts";
import { hostOf } from "../../../wallet/network.ts";
import { refusalOfRpc } from "../../../wallet/told/rpc-refusal.ts";
import { detailOf, Refusal } from "../../../wallet/refusal.ts";
import type { NetworkStore } from "../settings/network-store.ts";
import type { Surroundings } from "../storage/stores.ts";
import type { Handlers } from "./handlers.ts";
import { RecordDamaged } from "../storage/checked-transaction.ts";
import { ReplyLog } from "./reply-log.ts";

/** The door of the worker: who asks, is it a question we know, is its body right; then the handler. Its answer is checked by the page that shows it. */

/** What the browser says about who sent a message: never taken from the message itself. */
export interface Sender {
  id?: string | undefined;
  url?: string | undefined;
  origin?: string | undefined;
  frameId?: number | undefined;
  tab?: unknown;
}

export interface Self {
  id: string;
  /** chrome-extension://<id> */
  origin: string;
}

/** Only top frames of this extension's own pages are answered; secret messages only for secret.html. Throws forbiddenSender. */
export function checkSender(sender: Sender, self: Self, name: string): void {
  const refuse = (): never => {
    throw new Refusal("forbiddenSender");
  };
  if (sender.id !== self.id) refuse();
  if (sender.origin !== undefined && sender.origin !== self.origin) refuse();
  if (sender.frameId !== undefined && sender.frameId !== 0) refuse();
  if (!URL.canParse(sender.url ?? "")) refuse();
  const url = new URL(sender.url ?? "");
  if (`${url.protocol}//${url.host}` !== self.origin) refuse();
  if (name.startsWith("secret.") && !url.pathname.endsWith("/secret.html")) refuse();
}

/** What the door stands on. `networks`: to say networks and nodes by their names. */
export interface DispatcherParts {
  s: Pick<Surroundings, "session" | "now" | "report">;
  networks: Pick<NetworkStore, "selected" | "namesOf">;
}

export class Dispatcher {
  readonly #networks: DispatcherParts["networks"];
  readonly #handlers: Handlers;
  readonly #self: Self;
  readonly #log: ReplyLog;
  readonly #report: (error: unknown) => void;

  constructor(parts: DispatcherParts, handlers: Handlers, self: Self) {
    this.#networks = parts.networks;
    this.#handlers = handlers;
    this.#self = self;
    this.#log = new ReplyLog(parts.s);
    this.#report = (error) => parts.s.report(error);
  }

  /** For a lock: names that the user gave stand in some replies. */
  forgetReplies(): Promise<void> {
    return this.#log.forget();
  }

  /** Answers one message; never rejects. */
  async answer(raw: unknown, sender: Sender): Promise<ReplyEnvelope> {
    try {
      const envelope = v.safeParse(requestEnvelope, raw);
      const claimed = typeof raw === "object" && raw !== null ? String((raw as { name?: unknown }).name) : "";
      checkSender(sender, this.#self, claimed);
      if (!envelope.success) throw new Refusal("badRequest", { detail: envelope.issues[0].message });
      const { name, requestId, body, network } = envelope.output;
      if (!Object.hasOwn(questions, name)) throw new Refusal("unknownMessage", { name });
      return await this.#answerKnown(name as MessageName, requestId, body, network);
    } catch (error) {
      return this.#refused(error);
    }
  }

  async #answerKnown(name: MessageName, requestId: string, body: unknown, shown: string | undefined): Promise<ReplyEnvelope> {
    const { access, body: bodySchema } = questions[name];
    const parsed = v.safeParse(bodySchema as v.GenericSchema, body);
    if (!parsed.success) throw new Refusal("badRequest", { detail: `${v.getDotPath(parsed.issues[0]) ?? "body"}: ${parsed.issues[0].message}` });
    const act = (): Promise<ReplyEnvelope> => (isOfNetwork(name) ? this.#ofNetwork(name, parsed.output, shown) : this.#run(name, parsed.output));
    if (access === "read") return act();
    return this.#log.once(requestId, name, isSecretMessage(name) ? "secret" : "kept", act);
  }

  /**
   * Answers what speaks of the selected network. A page that shows another one gets no answer, nor does one under which the network changed meanwhile: another
   * network's money would stand under its name.
   */
  async #ofNetwork(name: MessageName, body: unknown, shown: string | undefined): Promise<ReplyEnvelope> {
    const before = await this.#networks.selected();
    if (shown !== undefined && shown !== before.id) return this.#refused(new Refusal("networkChanged"));
    const reply = await this.#run(name, body);
    const { id, genesis } = await this.#networks.selected();
    const same = id === before.id && (before.genesis === null || genesis === before.genesis);
    if (!same && questions[name].access === "read") return this.#refused(new Refusal("networkChanged"));
    return reply.ok && same ? { ...reply, network: { id, genesis } } : reply;
  }

  async #run(name: MessageName, body: unknown): Promise<ReplyEnvelope> {
    try {
      const handler = this.#handlers[name] as (body: unknown) => Promise<unknown>;
      return { ok: true, body: await handler(body) };
    } catch (error) {
      return this.#refused(await this.#inNames(error));
    }
  }

  /** Keys know their realm, a genesis CID, and decoders only bytes; people know the network and the node by their names. */
  async #inNames(error: unknown): Promise<unknown> {
    // Returns and states are decoded where they are used; what does not decode came from the node.
    if (error instanceof CborError || error instanceof MethodShapeError) {
      const { url } = await this.#networks.selected();
      return new Refusal("nodeGarbage", { node: hostOf(url), detail: detailOf(error) }, { cause: error });
    }
    if (error instanceof RecordDamaged) return new Refusal("recordDamaged", { record: `${error.table}: ${error.key}` }, { cause: error });
    if (error instanceof RpcFailure && isPassing(error)) return this.#ofSecond(error);
    if (!(error instanceof Refusal) || error.code !== "keyInOtherRealm") return error;
    const names = await this.#networks.namesOf(String(error.params["network"]));
    return names.length === 0 ? error : new Refusal("keyInOtherRealm", { ...error.params, network: names.join(", ") }, { cause: error });
  }

  /** A refusal as pages take it. What is none is a fault of this program, which goes to the log too. */
  #refused(thrown: unknown): ReplyEnvelope {
    const error = refusalOfRpc(thrown);
    if (error instanceof Refusal) return { ok: false, code: error.code, params: error.params };
    this.#report(error);
    return { ok: false, code: "internal", params: { detail: detailOf(error) } };
  }

  /** A second node that is away is named for what it is: reading goes on without it. */
  async #ofSecond(error: RpcFailure): Promise<unknown> {
    const { url, secondUrl } = await this.#networks.selected();
    if (error.cause instanceof Refusal || secondUrl === null || error.node !== hostOf(secondUrl) || error.node === hostOf(url)) return error;
    return new Refusal("secondNodeAway", { node: error.node, detail: detailOf(error) }, { cause: error });
  }
}
