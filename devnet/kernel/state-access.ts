/**
 * Which actors a message has paid to read and to write. What a rolled-back frame paid first is forgotten and paid again.
 * Source: ref-fvm fvm/src/call_manager/state_access_tracker.rs.
 */
import type { ActorId } from "../../filecoin/units.ts";
import { PRELOADED_ACTORS } from "./price-list.ts";

const READ = 1;
const UPDATED = 2;
type Access = typeof READ | typeof UPDATED;

export class StateAccess {
  readonly #paid = new Map<bigint, Access>();
  readonly #history: { id: bigint; before: Access | undefined }[] = [];
  readonly #layers: number[] = [];

  constructor() {
    for (const id of PRELOADED_ACTORS) this.#paid.set(id, UPDATED);
  }

  isRead(id: ActorId): boolean {
    return this.#paid.has(id);
  }

  isUpdated(id: ActorId): boolean {
    return this.#paid.get(id) === UPDATED;
  }

  recordRead(id: ActorId): void {
    if (!this.#paid.has(id)) this.#set(id, READ);
  }

  recordUpdate(id: ActorId): void {
    if (this.#paid.get(id) !== UPDATED) this.#set(id, UPDATED);
  }

  begin(): void {
    this.#layers.push(this.#history.length);
  }

  end(revert: boolean): void {
    const height = this.#layers.pop() ?? 0;
    if (!revert) return;
    while (this.#history.length > height) {
      const step = this.#history.pop();
      if (step === undefined) break;
      if (step.before === undefined) this.#paid.delete(step.id);
      else this.#paid.set(step.id, step.before);
    }
  }

  #set(id: bigint, access: Access): void {
    this.#history.push({ id, before: this.#paid.get(id) });
    this.#paid.set(id, access);
  }
}
