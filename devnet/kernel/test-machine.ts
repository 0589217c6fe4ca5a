/** A small world for the kernel's tests: accounts f0100 and f0101, a few singletons, actors put in by hand. */
import { Address } from "../../filecoin/address.ts";
import { type CborValue, decodeCbor, encodeCbor } from "../../filecoin/cbor.ts";
import { type Cid, DAG_CBOR, EMPTY_ARRAY_CID, RAW, cidOf } from "../../filecoin/cid.ts";
import type { Message } from "../../filecoin/message.ts";
import { type ActorId, actorId, attoFil } from "../../filecoin/units.ts";
import { MemoryBlockstore, mustGet, putBlock } from "../state/blockstore.ts";
import { type ActorState, StateTree, emptyInitState } from "../state/state-tree.ts";
import { Machine, type MachineContext } from "./machine.ts";
import { BUILTIN_NAMES, type BuiltinName } from "../../filecoin/methods/actor-type.ts";
import type { BuiltinRegistry, NativeActor } from "./runtime.ts";

const FIRST_NEW_ID = 5_000;
/** attoFIL that every account begins with */
export const RICH = 10n ** 24n;

const CONTEXT: MachineContext = {
  epoch: 100,
  timestamp: 1_700_000_000,
  baseFee: 100n,
  chainId: 1,
  networkVersion: 28,
  circulatingSupply: 0n,
  tipsetCid: () => EMPTY_ARRAY_CID,
  chainRandomness: () => new Uint8Array(32),
  beaconRandomness: () => new Uint8Array(32),
};

const nameCid = (name: string): Cid => cidOf(RAW, new TextEncoder().encode(name));

export class TestMachine {
  readonly blocks = new MemoryBlockstore();
  readonly state = StateTree.empty(this.blocks);
  readonly machine: Machine;
  readonly #natives = new Map<string, NativeActor>();

  constructor(context: Partial<MachineContext> = {}) {
    const builtins: BuiltinRegistry = {
      manifest: BUILTIN_NAMES.map((name) => ({ name, code: nameCid(name) })),
      actorFor: (code) => this.#natives.get(code.toString()),
    };
    this.machine = new Machine({
      state: this.state,
      context: { ...CONTEXT, ...context },
      builtins,
      trace: true,
    });
    this.place(1, "init", { head: this.#initState() });
    this.place(2, "reward");
    this.place(99, "account");
    this.place(100, "account", { balance: RICH });
    this.place(101, "account", { balance: RICH });
  }

  /** New addresses get ids far above those the tests use. */
  #initState(): Cid {
    const [map, , name] = decodeCbor(mustGet(this.blocks, emptyInitState(this.blocks, "test"), "init")) as CborValue[];
    return putBlock(this.blocks, DAG_CBOR, encodeCbor([map as Cid, FIRST_NEW_ID, name as string]));
  }

  place(id: number, code: BuiltinName | Cid, fields: Partial<ActorState> = {}): ActorId {
    const cid = typeof code === "string" ? nameCid(code) : code;
    const actor = { code: cid, head: EMPTY_ARRAY_CID, nonce: 0, balance: 0n, delegated: null };
    this.state.setActor(actorId(id), { ...actor, ...fields });
    return actorId(id);
  }

  placeWasm(id: number, wasm: Uint8Array, fields: Partial<ActorState> = {}): ActorId {
    return this.place(id, putBlock(this.blocks, RAW, wasm), fields);
  }

  placeNative(id: number, actor: NativeActor, fields: Partial<ActorState> = {}): ActorId {
    const code = nameCid(`native ${String(id)}`);
    this.#natives.set(code.toString(), actor);
    return this.place(id, code, fields);
  }

  /** A message of f0100 with its next nonce, unless told otherwise. */
  message(fields: Partial<Message>): Message {
    const from = fields.from ?? Address.id(100);
    const sender = this.state.resolve(from);
    const nonce = sender === undefined ? 0 : (this.state.getActor(sender)?.nonce ?? 0);
    return {
      version: 0,
      to: Address.id(101),
      from,
      nonce,
      value: attoFil(0n),
      method: 0,
      params: new Uint8Array(),
      gasLimit: 1_000_000_000,
      gasFeeCap: attoFil(200n),
      gasPremium: attoFil(10n),
      ...fields,
    };
  }

  balance(id: number): bigint {
    return this.state.getActor(actorId(id))?.balance ?? 0n;
  }
}
