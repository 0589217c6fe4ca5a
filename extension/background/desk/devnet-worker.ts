import { startDevnet, type Devnet } from "../../../devnet/node.ts";
import { fromBase64, toBase64 } from "../../../filecoin/bytes.ts";
import { parseCid } from "../../../filecoin/cid.ts";
import { messageCid, messageFromJson } from "../../../filecoin/message.ts";
import { initMethods } from "../../../filecoin/methods/init.ts";
import { decodeReturn, encodeParams, numberOf } from "../../../filecoin/methods/method.ts";
import type { ApprovalView } from "../../../wallet/approval-views.ts";
import type { Body, MessageName, Reply, ReplyEnvelope } from "../../shared/messages.ts";
import { replyOf } from "../../shared/replies.ts";
import { fileBesideWorker } from "../storage/test-files.ts";
import { testSurroundings, type TestSurroundings } from "../storage/test-surroundings.ts";
import { composeWorker, type Worker } from "../../compose-worker.ts";

/** For tests: the worker as a page sees it, against a real devnet in this process. Only the browser's storage is in memory. */

const SELF = { id: "abcdefghijklmnopabcdefghijklmnop", origin: "chrome-extension://abcdefghijklmnopabcdefghijklmnop" };
export const PASSWORD = "a long enough password";
/** Changes what a node answers: its method's bare name, the parsed reply {result} or {error}, and the host that was asked. */
export type Lie = (method: string, reply: Record<string, unknown>, host: string) => Record<string, unknown>;

export class DevnetWorker {
  app: Worker;
  /** how nodes lie to this wallet; the devnet itself does not */
  lie: Lie = (_method, reply) => reply;
  /** methods this wallet asked for since it was last emptied */
  asked: string[] = [];
  #requests = 0;

  private constructor(
    readonly devnet: Devnet,
    readonly s: TestSurroundings,
  ) {
    s.fetch = (input, init) => this.#fetch(input, init);
    this.app = composeWorker(s, SELF);
  }

  /** `epochMs` 0 mines whenever a message comes. */
  static async start(epochMs = 3_600_000): Promise<DevnetWorker> {
    return DevnetWorker.beside(await startDevnet({ inProcess: true, epochMs }));
  }

  /** Another browser, empty, against a devnet that runs. */
  static async beside(devnet: Devnet): Promise<DevnetWorker> {
    const s = testSurroundings({ file: fileBesideWorker });
    const worker = new DevnetWorker(devnet, s);
    await worker.app.networks.save({ ...(await worker.app.networks.get("devnet")), url: devnet.rpc });
    await worker.ask("networks.select", { id: "devnet" });
    return worker;
  }

  /** A worker that starts anew over the same storage. */
  restart(): void {
    this.app = composeWorker(this.s, SELF);
  }

  async #fetch(input: Parameters<typeof fetch>[0], init?: RequestInit): Promise<Response> {
    const method = (JSON.parse(String(init?.body)) as { method: string }).method.replace("Filecoin.", "");
    this.asked.push(method);
    const response = await fetch(input, init);
    // What is no JSON-RPC, such as the words of a path that is not there, goes on as it is.
    if (response.headers.get("content-type")?.includes("json") !== true) return response;
    const reply = (await response.json()) as Record<string, unknown>;
    return new Response(JSON.stringify(this.lie(method, reply, new URL(String(input)).hostname)), {
      status: response.status,
      headers: { "Content-Type": "application/json" },
    });
  }

  /** `requestId`: a page that asks again after its channel closed sends the same one. */
  async answer(name: string, body: unknown, requestId = `request-${this.#requests++}`): Promise<ReplyEnvelope> {
    const page = name.startsWith("secret.") ? "secret.html" : "popup.html";
    const sender = { id: SELF.id, origin: SELF.origin, url: `${SELF.origin}/${page}`, frameId: 0 };
    const envelope = await this.app.dispatcher.answer({ v: 1, requestId, name, body }, sender);
    if (!envelope.ok) return envelope;
    // As pages do: what is not in the agreed form is a fault.
    const reply = replyOf(name as MessageName, envelope.body);
    return "fault" in reply ? { ok: false, code: "internal", params: { detail: reply.fault } } : { ...envelope, body: reply.body };
  }

  async ask<N extends MessageName>(name: N, body: Body<N>): Promise<Reply<N>> {
    const reply = await this.answer(name, body);
    if (!reply.ok) throw new Error(`${name}: ${reply.code} ${JSON.stringify(reply.params)}`);
    return reply.body as Reply<N>;
  }

  /** The code of a refusal, or "done". */
  async codeOf<N extends MessageName>(name: N, body: Body<N>): Promise<string> {
    const reply = await this.answer(name, body);
    return reply.ok ? "done" : reply.code;
  }

  async approval(id: string): Promise<ApprovalView> {
    return (await this.ask("approvals.get", { id })).approval;
  }

  consentTo(approval: ApprovalView): Body<"approvals.confirm"> {
    return {
      id: approval.id,
      revision: approval.revision,
      cid: messageCid(messageFromJson(approval.message)).toString(),
      gesture: approval.confirm.gesture,
      word: null,
      typed: Object.fromEntries(approval.confirm.typed.map(({ id, text }) => [id, text])),
      password: approval.confirm.password ? PASSWORD : null,
    };
  }

  /** Approves what is shown; the slot's id. */
  async confirm({ approvalId }: { approvalId: string }): Promise<string> {
    const approval = await this.approval(approvalId);
    this.s.clock.now += 1_000;
    return (await this.ask("approvals.confirm", this.consentTo(approval))).slotId;
  }

  /** Confirms, lets a block take it and lets that become final. Its receipt must be a success. */
  async signed(review: { approvalId: string }): Promise<void> {
    const id = await this.confirm(review);
    await this.peggy("Peggy.Mine", [2]);
    await this.app.outbox.advance();
    const { slot } = await this.ask("activity.get", { id });
    const exitCode = slot.attempts[0]?.inclusion?.exitCode;
    if (exitCode !== 0) throw new Error(`${slot.kind}: ${slot.status}, exit code ${exitCode}`);
    await this.peggy("Peggy.Mine", [8]);
    await this.app.outbox.advance();
  }

  /** A rehearsal wallet whose first account operates an owner actor that takes deposits; the second account is nobody there yet. */
  async openOffer(): Promise<{ operator: string; holder: string; actor: string; miner: string }> {
    await this.ask("secret.createVault", { password: PASSWORD, source: { kind: "rehearsal" } });
    await this.ask("settings.set", { settings: { lockMinutes: 60 } });
    const { keys } = await this.ask("keys.list", {});
    const holder = (await this.ask("accounts.derive", { keyId: keys[0]?.keyId as string, kind: "secp256k1" })).account.address;
    const operator = (await this.ask("accounts.list", {})).accounts[0]?.address as string;
    const miner = this.devnet.miners[0]?.address as string;
    const subject = { miner, account: operator };
    const { terms } = await this.ask("takeover.defaults", {});
    await this.ask("takeover.saveDraft", { ...subject, terms, keep: {}, newWorker: null, addedControls: [] });
    await this.signed(await this.ask("takeover.installCode", subject));
    await this.signed(await this.ask("takeover.createActor", subject));
    const actor = (await this.ask("takeover.get", subject)).ownerActor?.forms.id as string;
    await this.signed(await this.ask("owner.heartbeat", { actor, from: operator }));
    await this.signed(await this.ask("owner.openDeposits", { actor, from: operator, amount: (10_000n * 10n ** 18n).toString(), until: 10_000_000 }));
    return { operator, holder, actor, miner };
  }

  /** Creates an actor of this build's code by hand, with any params of its constructor; its id. */
  async create(from: string, constructorParams: Uint8Array): Promise<string> {
    const { build } = await this.ask("wallet.state", {});
    const params = toBase64(encodeParams(initMethods.Exec, { code: parseCid(build.ownerCodeCid ?? ""), constructorParams }));
    const id = await this.confirm(await this.ask("send.reviewRaw", { from, to: "t01", amount: "0", method: numberOf(initMethods.Exec), params }));
    await this.peggy("Peggy.Mine", [10]);
    await this.app.outbox.advance();
    const cid = (await this.ask("activity.get", { id })).slot.attempts[0]?.cid;
    const { Receipt } = await this.peggy<{ Receipt: { ExitCode: number; Return: string } }>("Filecoin.StateSearchMsg", [[], { "/": cid }, -1, true]);
    if (Receipt.ExitCode !== 0) throw new Error(`Exec ended with exit code ${Receipt.ExitCode}`);
    return decodeReturn(initMethods.Exec, fromBase64(Receipt.Return)).idAddress.toString("t");
  }

  async peggy<T>(method: string, params: unknown[]): Promise<T> {
    const response = await fetch(this.devnet.rpc, {
      method: "POST",
      headers: { "Content-Type": "application/json", Authorization: `Bearer ${this.devnet.token}` },
      body: JSON.stringify({ jsonrpc: "2.0", id: 1, method, params }),
    });
    const { result, error } = (await response.json()) as { result: T; error?: { message: string } };
    if (error !== undefined) throw new Error(`${method}: ${error.message}`);
    return result;
  }
}
