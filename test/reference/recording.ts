/**
 * Recordings: messages that a test sent, each with the state it met, so that other machines can send the same. One line of JSON
 * per new block of state and per message. README.md describes them.
 */
import { createReadStream, mkdirSync, openSync, writeSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { INIT_ACTOR } from "../../devnet/builtin/singletons.ts";
import type { CallOutcome, MachineContext } from "../../devnet/kernel/machine.ts";
import type { StampedEvent } from "../../filecoin/chain/receipt.ts";
import type { BuiltinRegistry } from "../../devnet/kernel/runtime.ts";
import { MemoryBlockstore, mustGet, putBlock } from "../../devnet/state/blockstore.ts";
import { StateTree } from "../../devnet/state/state-tree.ts";
import { toHex } from "../../filecoin/bytes.ts";
import { type CborValue, decodeCbor, encodeCbor } from "../../filecoin/cbor.ts";
import { type Cid, DAG_CBOR } from "../../filecoin/cid.ts";
import type { ActorId } from "../../filecoin/units.ts";
import { readBundle, standInsAs } from "./bundle.ts";

/** What the devnet's stand-ins made of a message; their gas, without that of the message's place on chain, is an estimate. */
export interface StandInLine {
  readonly exitCode: number;
  readonly gasUsed: number;
  readonly return: string;
  readonly returnCodec: number | null;
  readonly events: readonly { emitter: number; event: string }[];
  readonly stateRoot: string;
  readonly error: string | null;
}

export interface RecordedCall {
  readonly name: string;
  readonly root: string;
  readonly epoch: number;
  readonly timestamp: number;
  readonly circulatingSupply: string;
  readonly from: string;
  readonly to: string;
  readonly method: number;
  readonly params: string;
  readonly value: string;
  readonly gasLimit: number;
  readonly nonce: number;
  /** The figure of docs/benchmarks.md that this message is. */
  readonly figure?: string;
  /** gas of the message's place on chain, which comes on top of what an implicit message pays */
  readonly inclusion: number;
  readonly standIn: StandInLine;
}

type Entry = { readonly codec: number; readonly block: string } | { readonly call: RecordedCall };

/** A message as a test gives it to the machine. */
export interface Sent {
  readonly context: MachineContext;
  readonly from: ActorId;
  readonly to: ActorId;
  readonly method: bigint;
  readonly params: Uint8Array;
  readonly value: bigint;
  readonly gasLimit: bigint;
  readonly nonce: number;
  /** milligas of the message's place on chain, which an implicit message does not pay */
  readonly inclusion: bigint;
}

/** Methods of the stand-ins alone. */
const REHEARSAL = { first: 0xf0_0000n, end: 1n << 24n };
const EXEC = 2n;

export class Recorder {
  readonly blocks: MemoryBlockstore;
  readonly #file: number;
  #figure: string | undefined;

  private constructor(
    file: string,
    readonly builtins: BuiltinRegistry,
  ) {
    this.#file = openSync(file, "w");
    this.blocks = new NotedBlocks((cid, bytes) => this.#write({ codec: cid.code, block: toHex(bytes) }));
  }

  /** The recorder of this process when REFERENCE_RECORDINGS names a folder; then ACTORS_BUNDLE names the bundle. */
  static async fromEnvironment(name: string): Promise<Recorder | null> {
    const folder = process.env["REFERENCE_RECORDINGS"];
    if (folder === undefined) return null;
    const bundle = process.env["ACTORS_BUNDLE"];
    if (bundle === undefined) throw new Error("REFERENCE_RECORDINGS needs ACTORS_BUNDLE: the CAR of the released built-in actors");
    mkdirSync(folder, { recursive: true });
    const { manifest } = await readBundle(bundle);
    return new Recorder(join(folder, `${name}.ndjson`), standInsAs(manifest));
  }

  /** Sends by `send` the one message of a figure. */
  asFigure<T>(name: string, send: () => T): T {
    this.#figure = name;
    try {
      return send();
    } finally {
      this.#figure = undefined;
    }
  }

  /** Sends a message by `run` and notes what it met and what became of it. */
  around(name: string, tree: StateTree, sent: Sent, run: () => CallOutcome): CallOutcome {
    // What a test only tries out, in a layer, has no state root.
    if (tree.inLayer || !existsOnReference(sent)) return run();
    const root = this.#released(tree.flush());
    const outcome = run();
    const { context, from, to, method, params, value, gasLimit, nonce, inclusion } = sent;
    const standIn: StandInLine = {
      exitCode: outcome.exitCode,
      gasUsed: Number(outcome.gasUsed - inclusion / 1_000n),
      return: toHex(outcome.ret?.bytes ?? new Uint8Array()),
      returnCodec: outcome.ret?.codec ?? null,
      events: outcome.events.map((event) => ({ emitter: Number(event.emitter), event: eventHex(event) })),
      stateRoot: this.#released(tree.flush()).toString(),
      error: outcome.error === "" ? null : outcome.error,
    };
    this.#write({
      call: {
        name,
        root: root.toString(),
        epoch: context.epoch,
        timestamp: context.timestamp,
        circulatingSupply: String(context.circulatingSupply),
        from: `f0${from}`,
        to: `f0${to}`,
        method: Number(method),
        params: toHex(params),
        value: String(value),
        gasLimit: Number(gasLimit),
        nonce,
        ...(this.#figure === undefined ? {} : { figure: this.#figure }),
        inclusion: Number(inclusion / 1_000n),
        standIn,
      },
    });
    return outcome;
  }

  /** The same state with the released Init's three fields: the stand-in's has a fourth, the list of installed code. */
  #released(root: Cid): Cid {
    const tree = StateTree.load(this.blocks, root);
    const init = tree.getActor(INIT_ACTOR);
    if (init === undefined) throw new Error("expected an init actor in the recorded state; there is none");
    const fields = decodeCbor(mustGet(this.blocks, init.head, "init actor")) as CborValue[];
    tree.setActor(INIT_ACTOR, { ...init, head: putBlock(this.blocks, DAG_CBOR, encodeCbor(fields.slice(0, 3))) });
    return tree.flush();
  }

  #write(entry: Entry): void {
    writeSync(this.#file, `${JSON.stringify(entry)}\n`);
  }
}

/** Neither a rehearsal's method nor Init's creation of actors of installed code: no released actor has these. */
function existsOnReference({ to, method }: Sent): boolean {
  if (to === INIT_ACTOR && method === EXEC) return false;
  return method < REHEARSAL.first || method >= REHEARSAL.end;
}

/** An event as it stands in a receipt's list. */
export function eventHex({ entries }: StampedEvent): string {
  return toHex(encodeCbor(entries.map((e) => [e.flags, e.key, e.codec, e.value])));
}

/** Tells of each block once. */
class NotedBlocks extends MemoryBlockstore {
  constructor(readonly note: (cid: Cid, bytes: Uint8Array) => void) {
    super();
  }

  override put(cid: Cid, bytes: Uint8Array): void {
    if (!this.has(cid)) this.note(cid, bytes);
    super.put(cid, bytes);
  }
}

export const isRecording = (file: string): boolean => file.endsWith(".ndjson");

/** The entries of a recording, one after the other. */
export async function* readRecording(file: string): AsyncGenerator<Entry> {
  for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Infinity })) {
    if (line !== "") yield JSON.parse(line) as Entry;
  }
}
