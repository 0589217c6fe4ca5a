/** Runs a scenario on the devnet's machine, from the same first state as the reference runner. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { applyMessage, type Applied } from "../../devnet/chain/apply-message.ts";
import { writeEvents } from "../../devnet/chain/receipts.ts";
import { Machine, type MachineContext } from "../../devnet/kernel/machine.ts";
import { BUILTIN_NAMES, type BuiltinName } from "../../filecoin/methods/actor-type.ts";
import type { BuiltinRegistry } from "../../devnet/kernel/runtime.ts";
import { MemoryBlockstore, putBlock } from "../../devnet/state/blockstore.ts";
import { StateTree } from "../../devnet/state/state-tree.ts";
import { Address } from "../../filecoin/address.ts";
import { fromHex, toHex } from "../../filecoin/bytes.ts";
import { type CborValue, decodeCbor, encodeCbor } from "../../filecoin/cbor.ts";
import { type BlockCodec, type Cid, DAG_CBOR, EMPTY_ARRAY_CID, RAW, cidOf, parseCid } from "../../filecoin/cid.ts";
import { encodeMessage, type Message } from "../../filecoin/message.ts";
import { actorId, attoFil } from "../../filecoin/units.ts";
import { blake2b } from "@noble/hashes/blake2.js";
import { manifestOf, readBundle } from "./bundle.ts";
import { eventHex, readRecording } from "./recording.ts";
import { readScenarios, type Scenario, type ScenarioActor, type ScenarioMessage } from "./scenario.ts";

const SINGLETONS: readonly (readonly [number, BuiltinName, bigint])[] = [
  [0, "system", 10n ** 27n],
  [1, "init", 0n],
  [2, "reward", 11n * 10n ** 26n],
  [3, "cron", 0n],
  [4, "storagepower", 0n],
  [5, "storagemarket", 0n],
  [6, "verifiedregistry", 0n],
  [7, "datacap", 0n],
  [10, "eam", 0n],
  [99, "account", 0n],
];
const STAND_IN = fromHex("0061736d0100000001060160017f017f030201000503010000071302066d656d6f7279020006696e766f6b6500000a0601040041000b");
const EMPTY_MAP = fromHex("824080");
const UTF8 = new TextEncoder();

/** One line of the comparison; the same names as the reference prints. */
export interface Line {
  readonly name: string;
  readonly exitCode: number;
  readonly return: string;
  readonly returnCodec: number | null;
  readonly gasUsed: number;
  readonly events: readonly { emitter: number; event: string }[];
  readonly eventsRoot: string | null;
  readonly stateRoot: string;
  readonly minerTip: string;
  readonly minerPenalty: string;
  readonly baseFeeBurn: string;
  readonly overEstimationBurn: string;
  readonly refund: string;
  readonly balances: Record<string, string | null>;
  readonly error: string | null;
}

export class DevnetWorld {
  readonly blocks = new MemoryBlockstore();
  builtins: BuiltinRegistry = { manifest: [], actorFor: () => undefined };
  #root: Cid = EMPTY_ARRAY_CID;
  #network = {
    epoch: 100,
    timestamp: 1_700_000_000,
    baseFee: "0",
    circulatingSupply: "500000000000000000000000000",
    chainId: 31_415_926,
    installsCode: false,
  };
  readonly #nonces = new Map<string, number>();

  /** Runs the scenario in `file`; `bundle` = CAR of the real built-in actors, else ones that answer nothing. */
  static async run(file: string, bundle?: string): Promise<Line[]> {
    const world = new DevnetWorld();
    const scenarios = readScenarios(file);
    world.#network = { ...world.#network, ...scenarios.at(-1)?.scenario.network };
    const manifest = bundle === undefined ? world.#standIns() : await world.#bundle(bundle);
    world.#begin(manifest, scenarios);
    let lines: Line[] = [];
    for (const { scenario } of scenarios) lines = world.#play(scenario);
    return lines;
  }

  /** Runs the messages of a recording, each on the state it met, on the released actors. */
  static async replay(file: string, bundle: string): Promise<Line[]> {
    const world = new DevnetWorld();
    await world.#bundle(bundle);
    const lines: Line[] = [];
    for await (const entry of readRecording(file)) {
      if ("block" in entry) {
        putBlock(world.blocks, entry.codec as BlockCodec, fromHex(entry.block));
        continue;
      }
      const { root, epoch, timestamp, circulatingSupply, standIn: _, ...message } = entry.call;
      world.#root = parseCid(root);
      world.#network = { ...world.#network, epoch, timestamp, circulatingSupply };
      lines.push(world.#apply({ ...message, implicit: true }));
    }
    return lines;
  }

  #standIns(): Cid {
    const entries = BUILTIN_NAMES.map((name): [string, Cid] => {
      const text = UTF8.encode(name);
      const code = Uint8Array.from([...STAND_IN, 0, text.length + 1, text.length, ...text]);
      return [name, putBlock(this.blocks, RAW, code)];
    });
    return this.#register(putBlock(this.blocks, DAG_CBOR, encodeCbor(entries)));
  }

  async #bundle(file: string): Promise<Cid> {
    const { data, blocks } = await readBundle(file);
    for (const { cid, bytes } of blocks) this.blocks.put(cid, bytes);
    return this.#register(data);
  }

  #register(data: Cid): Cid {
    const manifest = manifestOf(decodeCbor(this.blocks.get(data) as Uint8Array));
    this.builtins = { manifest, actorFor: () => undefined };
    return data;
  }

  #code(name: string): Cid {
    const entry = this.builtins.manifest.find((e) => e.name === name);
    if (entry === undefined) throw new Error(`the manifest has no ${name}`);
    return entry.code;
  }

  #begin(manifest: Cid, scenarios: readonly { scenario: Scenario; folder: string }[]): void {
    const tree = StateTree.empty(this.blocks);
    const emptyMap = putBlock(this.blocks, DAG_CBOR, EMPTY_MAP);
    for (const [id, name, balance] of SINGLETONS) {
      let head: Cid = EMPTY_ARRAY_CID;
      if (name === "system") head = putBlock(this.blocks, DAG_CBOR, encodeCbor([manifest]));
      if (name === "init") head = putBlock(this.blocks, DAG_CBOR, encodeCbor(this.#initState(emptyMap)));
      tree.setActor(actorId(id), { code: this.#code(name), head, nonce: 0, balance, delegated: null });
    }
    for (const { scenario, folder } of scenarios) {
      for (const actor of scenario.actors ?? []) this.#place(tree, actor, folder);
    }
    this.#root = tree.flush();
  }

  #initState(emptyMap: Cid): CborValue[] {
    const state = [emptyMap, 100, "reference"];
    if (!this.#network.installsCode) return state;
    return [...state, putBlock(this.blocks, DAG_CBOR, encodeCbor([]))];
  }

  #place(tree: StateTree, actor: ScenarioActor, folder: string): void {
    let code: Cid;
    if (actor.builtin !== undefined) code = this.#code(actor.builtin);
    else {
      const bytes = actor.code === undefined ? readFileSync(join(folder, actor.wasm ?? "")) : fromHex(actor.code);
      code = putBlock(this.blocks, RAW, Uint8Array.from(bytes));
    }
    const head = actor.state === undefined ? EMPTY_ARRAY_CID : putBlock(this.blocks, DAG_CBOR, fromHex(actor.state));
    const balance = BigInt(actor.balance ?? "0");
    tree.setActor(actorId(actor.id), { code, head, nonce: 0, balance, delegated: null });
  }

  #play(scenario: Scenario): Line[] {
    for (const { address, balance } of scenario.accounts ?? []) {
      this.#apply({ from: "f00", to: address, value: balance, implicit: true });
    }
    return (scenario.messages ?? []).map((message) => {
      if (message.epoch !== undefined) this.#network.epoch = message.epoch;
      return this.#apply(message);
    });
  }

  #context(): MachineContext {
    const { epoch, timestamp, baseFee, circulatingSupply, chainId } = this.#network;
    const digest = (kind: string, at: number): Uint8Array => blake2b(UTF8.encode(`reference:${kind}:${String(at)}`), { dkLen: 32 });
    return {
      epoch,
      timestamp,
      baseFee: BigInt(baseFee),
      chainId,
      networkVersion: 28,
      circulatingSupply: BigInt(circulatingSupply),
      tipsetCid: (at) => cidOf(DAG_CBOR, UTF8.encode(`reference:tipset:${String(at)}`)),
      chainRandomness: (at) => digest("chain", at),
      beaconRandomness: (at) => digest("beacon", at),
    };
  }

  #apply(m: ScenarioMessage): Line {
    const state = StateTree.load(this.blocks, this.#root);
    const machine = new Machine({ state, context: this.#context(), builtins: this.builtins, trace: TRACED });
    const implicit = m.implicit ?? false;
    const next = this.#nonces.get(m.from) ?? 0;
    const message: Message = {
      version: 0,
      from: Address.parse(m.from),
      to: Address.parse(m.to),
      nonce: m.nonce ?? (implicit ? 0 : next),
      value: attoFil(BigInt(m.value ?? "0")),
      method: m.method ?? 0,
      params: fromHex(m.params ?? ""),
      gasLimit: m.gasLimit ?? 10_000_000_000,
      gasFeeCap: attoFil(BigInt(m.feeCap ?? "0")),
      gasPremium: attoFil(BigInt(m.premium ?? "0")),
    };
    const applied = applyMessage(machine, message, {
      kind: implicit ? "implicit" : "explicit",
      onChainLength: encodeMessage(message).length,
    });
    if (!implicit && !applied.refused) this.#nonces.set(m.from, next + 1);
    this.#root = state.flush();
    if (TRACED) printTrace(applied);
    return this.#line(m, applied, state);
  }

  #line(m: ScenarioMessage, applied: Applied, state: StateTree): Line {
    const outputs = applied.gasOutputs;
    const balances: Record<string, string | null> = {};
    for (const watched of m.watch ?? []) {
      const id = state.resolve(Address.parse(watched));
      const actor = id === undefined ? undefined : state.getActor(id);
      balances[watched] = actor === undefined ? null : actor.balance.toString();
    }
    const events = applied.events.map((event) => ({ emitter: Number(event.emitter), event: eventHex(event) }));
    return {
      name: m.name ?? "",
      exitCode: applied.exitCode,
      return: toHex(applied.ret),
      returnCodec: applied.retCodec ?? null,
      gasUsed: applied.gasUsed,
      events,
      eventsRoot: writeEvents(this.blocks, applied.events)?.toString() ?? null,
      stateRoot: this.#root.toString(),
      minerTip: outputs.minerTip.toString(),
      minerPenalty: outputs.minerPenalty.toString(),
      baseFeeBurn: outputs.baseFeeBurn.toString(),
      overEstimationBurn: outputs.overEstimationBurn.toString(),
      refund: outputs.refund.toString(),
      balances,
      error: applied.error ?? null,
    };
  }
}

const TRACED = process.env["DEVNET_TRACE"] !== undefined;

function printTrace(applied: Applied): void {
  const text = JSON.stringify(
    applied.trace,
    (_key, value: unknown) => {
      if (typeof value === "bigint") return value.toString();
      return value instanceof Uint8Array ? toHex(value) : value;
    },
    1,
  );
  process.stderr.write(`${text}\n`);
}
