/** A receiver of tokens that runs as Wasm (test/actors/receiver.ts) in the small world. */
import { type CborValue, decodeCbor, encodeCbor } from "../../filecoin/cbor.ts";
import { encodeAmount } from "../../filecoin/amount.ts";
import { DAG_CBOR, EMPTY_ARRAY_CID, RAW, cidOf } from "../../filecoin/cid.ts";
import type { ActorId, AttoFil } from "../../filecoin/units.ts";
import { putBlock } from "../../devnet/state/blockstore.ts";
import type { CallOutcome } from "../../devnet/kernel/machine.ts";
import { METHOD_NUMBERS, type OwnerMethodName, type OwnerMethods } from "../../actor/abi/methods.generated.ts";
import { encodeParams } from "../../actor/abi/codec.ts";
import { compiledWasm } from "../sdk/compiled-actor.ts";
import type { World } from "./world.ts";

/** Compiled while the file is imported, so that no test waits for it. */
const wasm = await compiledWasm("test/actors/receiver.ts");
const FORWARD = 20_000_000;
const GAS = 500_000_000n;

type Mode = "accepts" | "refuses" | "re-enters" | "burns all gas";
const MODES: readonly Mode[] = ["accepts", "refuses", "re-enters", "burns all gas"];

/** What a receiver that re-enters calls. */
interface Inner<M extends OwnerMethodName> {
  readonly method: M;
  readonly params: OwnerMethods[M]["params"];
}

export class Receiver {
  private constructor(
    readonly world: World,
    readonly id: ActorId,
  ) {}

  static create<M extends OwnerMethodName>(world: World, mode: Mode, inner?: Inner<M>, balance = 0n): Receiver {
    const code = cidOf(RAW, wasm);
    world.blocks.put(code, wasm);
    const receiver = new Receiver(world, world.plant(code, EMPTY_ARRAY_CID, balance));
    receiver.become(mode, inner);
    return receiver;
  }

  /** Behaves like this from now on, and has seen nothing yet. */
  become<M extends OwnerMethodName>(mode: Mode, inner?: Inner<M>): void {
    const { world, id } = this;
    const number = inner === undefined ? 0 : METHOD_NUMBERS[inner.method];
    const params = inner === undefined ? new Uint8Array() : encodeParams(inner.method, inner.params);
    const head = putBlock(world.blocks, DAG_CBOR, encodeCbor([MODES.indexOf(mode), number, params, 0, 0]));
    const actor = world.tree.getActor(id);
    if (actor === undefined) throw new Error("the receiver is gone");
    world.tree.setActor(id, { ...actor, head });
  }

  /** How often the hook ran to its end, and the exit code of what it called. */
  seen(): { calls: number; exit: number } {
    const head = this.world.tree.getActor(this.id)?.head;
    if (head === undefined) throw new Error("the receiver is gone");
    const [, , , calls, exit] = decodeCbor(this.world.block(head)) as [CborValue, CborValue, CborValue, number, number];
    return { calls, exit };
  }

  /** Makes the receiver itself call the owner actor; ends with that call's exit code. */
  calls<M extends OwnerMethodName>(method: M, params: OwnerMethods[M]["params"], value: AttoFil | 0n = 0n): CallOutcome {
    const { world } = this;
    const message = encodeCbor([world.actor, METHOD_NUMBERS[method], encodeAmount(value), encodeParams(method, params)]);
    return world.raw(world.people.stranger, this.id, FORWARD, message, 0n, GAS);
  }
}
