import { DevnetWorker, PASSWORD } from "../../extension/background/desk/devnet-worker.ts";
import type { Body } from "../../extension/shared/messages.ts";
import { formatLotusKey } from "../../filecoin/lotusKey.ts";
import type { Review } from "./flow.ts";
import { TwoFacedNodes } from "./two-faced-nodes.ts";

/** A wallet with two nodes, three accounts of its own, a miner, and an owner actor once a flow has made one. */

export const FIL = 10n ** 18n;
export const fil = (amount: number): string => (BigInt(Math.round(amount * 1_000)) * (FIL / 1_000n)).toString();
export const DAY = 2_880;

export class Scene {
  actor = "";
  bls = "";
  /** what one flow leaves for the next */
  readonly kept = new Map<string, string>();

  private constructor(
    readonly worker: DevnetWorker,
    readonly nodes: TwoFacedNodes,
    readonly operator: string,
    readonly holder: string,
    readonly third: string,
    readonly miner: string,
  ) {}

  static async start(): Promise<Scene> {
    const worker = await DevnetWorker.start();
    const first = await worker.app.networks.get("devnet");
    const urls = { url: worker.devnet.rpc, secondUrl: worker.devnet.rpc.replace("127.0.0.1", "localhost") };
    await worker.app.networks.save({ ...first, ...urls });
    await worker.ask("secret.createVault", { password: PASSWORD, source: { kind: "rehearsal" } });
    await worker.ask("settings.set", { settings: { lockMinutes: 60 } });
    const keyId = (await worker.ask("keys.list", {})).keys[0]?.keyId as string;
    for (let i = 0; i < 2; i++) await worker.ask("accounts.derive", { keyId, kind: "secp256k1" });
    const [operator, holder, third] = (await worker.ask("accounts.list", {})).accounts.map(({ address }) => address) as [string, string, string];
    await worker.peggy("Peggy.Mine", [15]);
    return new Scene(worker, new TwoFacedNodes(worker), operator, holder, third, worker.devnet.miners[0]?.address as string);
  }

  /** Somebody else's account. */
  get stranger(): string {
    return this.worker.devnet.accounts[3]?.address as string;
  }

  async own<N extends Review>(name: N, body: Body<N>): Promise<void> {
    await this.worker.signed((await this.worker.ask(name, body)) as { approvalId: string });
  }

  /** Confirms and lets a block take it, which must end in a success: of one of a slot's messages. */
  async carryOut(approvalId: string): Promise<void> {
    const id = await this.worker.confirm({ approvalId });
    await this.worker.peggy("Peggy.Mine", [2]);
    await this.worker.app.outbox.advance();
    const { slot } = await this.worker.ask("activity.get", { id });
    const exits = slot.attempts.flatMap(({ inclusion }) => (inclusion === null ? [] : [inclusion.exitCode]));
    if (exits.length !== 1 || exits[0] !== 0) throw new Error(`${slot.kind}: ${slot.status}, exit codes ${exits.join(", ")}`);
    await this.settle(8);
  }

  /** Until two nodes name alike what has happened, and it is final. */
  async settle(epochs = 10): Promise<void> {
    await this.worker.peggy(epochs > 60 ? "Peggy.Advance" : "Peggy.Mine", [epochs]);
    if (epochs > 60) await this.worker.peggy("Peggy.Mine", [10]);
    await this.worker.app.outbox.advance();
  }

  /** A key of this vault that may be a worker's, and lives on the chain. */
  async newWorkerKey(): Promise<string> {
    const privateKey = this.worker.s.random(32);
    privateKey[31] = 3;
    const hex = formatLotusKey({ type: "bls", privateKey });
    const { forms } = await this.worker.ask("secret.previewLotusKey", { hex });
    await this.worker.ask("secret.addKey", { password: PASSWORD, source: { kind: "lotus", hex } });
    await this.own("send.review", { from: this.operator, to: forms.address, amount: "1000", speed: "usual" });
    await this.settle();
    return forms.address;
  }
}
