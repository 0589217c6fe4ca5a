/** Who wants to hear of each change of the head. */
import type { HeadChange } from "./tipset.ts";

type Listener = (changes: HeadChange[]) => void;

export class HeadListeners {
  readonly #listeners = new Set<Listener>();

  /** Answers how to stop. */
  add(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** A listener may leave while it is told. */
  tell(changes: HeadChange[]): void {
    for (const listener of [...this.#listeners]) listener(changes);
  }
}
