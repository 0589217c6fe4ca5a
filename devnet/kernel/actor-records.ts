/**
 * The actors' records as one message reads and writes them: the first read and the first write of each are paid for. Transfers,
 * destruction and creation.
 * Source: ref-fvm fvm/src/call_manager/default.rs.
 */
import { Address } from "../../filecoin/address.ts";
import { encodeCbor } from "../../filecoin/cbor.ts";
import { type Cid, EMPTY_ARRAY_CID } from "../../filecoin/cid.ts";
import { type ActorId, actorId } from "../../filecoin/units.ts";
import type { ActorState } from "../state/state-tree.ts";
import type { GasTracker } from "./gas-tracker.ts";
import type { MachineParts } from "./machine-context.ts";
import type { Origin } from "./origin.ts";
import * as price from "./price-list.ts";
import { ErrorNumber, SyscallError } from "./runtime.ts";
import type { StateAccess } from "./state-access.ts";

const BURNT_FUNDS_ACTOR = actorId(99n);

export class ActorRecords {
  readonly #machine: MachineParts;
  readonly #origin: Origin;
  readonly #gas: GasTracker;
  /** Shared with the call stack, whose frames roll it back. */
  readonly #access: StateAccess;
  #created = 0n;

  constructor(machine: MachineParts, origin: Origin, gas: GasTracker, access: StateAccess) {
    this.#machine = machine;
    this.#origin = origin;
    this.#gas = gas;
    this.#access = access;
  }

  get(id: ActorId): ActorState | undefined {
    if (!this.#access.isRead(id)) this.#gas.charge("OnActorLookup", price.ACTOR_READ);
    const actor = this.#machine.state.getActor(id);
    this.#access.recordRead(id);
    return actor;
  }

  set(id: ActorId, actor: ActorState): void {
    this.#chargeUpdate(id);
    this.#machine.state.setActor(id, actor);
    this.#access.recordUpdate(id);
  }

  delete(id: ActorId): void {
    this.#chargeUpdate(id);
    this.#machine.state.deleteActor(id);
    this.#access.recordUpdate(id);
  }

  #chargeUpdate(id: ActorId): void {
    if (!this.#access.isRead(id)) this.#gas.charge("OnActorLookup", price.ACTOR_READ);
    if (!this.#access.isUpdated(id)) this.#gas.charge("OnActorUpdate", price.ACTOR_UPDATE);
  }

  /** Moves attoFIL. SyscallError insufficientFunds (5) or notFound (6). */
  transfer(from: ActorId, to: ActorId, value: bigint): void {
    const sender = this.get(from);
    if (sender === undefined || sender.balance < value) {
      const has = sender === undefined ? "does not exist" : `has ${String(sender.balance)} attoFIL`;
      throw new SyscallError(ErrorNumber.insufficientFunds, `expected f0${String(from)} to hold ${String(value)} attoFIL; it ${has}`);
    }
    if (from === to) return;
    const receiver = this.get(to);
    if (receiver === undefined) throw new SyscallError(ErrorNumber.notFound, `f0${String(to)} does not exist`);
    this.set(from, { ...sender, balance: sender.balance - value });
    this.set(to, { ...receiver, balance: receiver.balance + value });
  }

  /** Deletes an actor; what it holds is burned, or refused with illegalOperation. */
  destroy(id: ActorId, burn: boolean): void {
    const balance = this.get(id)?.balance ?? 0n;
    if (balance !== 0n) {
      if (!burn) throw new SyscallError(ErrorNumber.illegalOperation, "the actor still holds money");
      this.transfer(id, BURNT_FUNDS_ACTOR, balance);
    }
    this.delete(id);
  }

  /** What init asks for: a new actor, or code for a placeholder of the same delegated address. */
  create(id: ActorId, code: Cid, delegated: Address | null): void {
    if (code.equals(this.#machine.codeOf("placeholder"))) {
      throw new SyscallError(ErrorNumber.forbidden, "a placeholder cannot be created by hand");
    }
    const there = this.get(id);
    if (there === undefined) {
      this.#gas.charge("OnCreateActor", price.ACTOR_CREATE);
      this.set(id, { code, head: EMPTY_ARRAY_CID, nonce: 0, balance: 0n, delegated });
    } else {
      if (!there.code.equals(this.#machine.codeOf("placeholder"))) {
        throw new SyscallError(ErrorNumber.forbidden, `f0${String(id)} exists already`);
      }
      if (there.delegated === null || delegated === null || !there.delegated.equals(delegated)) {
        throw new SyscallError(ErrorNumber.forbidden, "the placeholder has another delegated address");
      }
      this.set(id, { ...there, code });
    }
    this.#created += 1n;
  }

  /** f2 of the next created actor: origin's address as CBOR ‖ nonce ‖ actors created, both u64 big-endian. */
  nextAddress(): Address {
    const address = encodeCbor(this.#origin.address.bytes);
    const preimage = new Uint8Array(address.length + 16);
    preimage.set(address);
    const view = new DataView(preimage.buffer);
    view.setBigUint64(address.length, BigInt(this.#origin.nonce));
    view.setBigUint64(address.length + 8, this.#created);
    return Address.actor(preimage);
  }
}
