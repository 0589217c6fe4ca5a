/**
 * What the owner actor answered while tests ran: each exit code and abort text by method, once a process. Switched on by PEGGY_REFUSALS,
 * a folder (`npm run test:mutants -- --refusals`).
 */
import { appendFileSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import type { ExecutionTrace } from "../../devnet/kernel/call-trace.ts";

/** One answer; `method` is a number. */
export interface Seen {
  readonly method: number;
  readonly exitCode: number;
  readonly error: string;
}

export class SeenRefusals {
  readonly #known = new Set<string>();
  readonly #file: string;

  private constructor(folder: string) {
    mkdirSync(folder, { recursive: true });
    this.#file = join(folder, `${process.pid}.jsonl`);
  }

  static fromEnvironment(): SeenRefusals | null {
    const folder = process.env["PEGGY_REFUSALS"];
    return folder === undefined ? null : new SeenRefusals(folder);
  }

  /** Notes every call of a message that went to an owner actor. */
  note(call: ExecutionTrace, isOwner: (call: ExecutionTrace) => boolean): void {
    if (isOwner(call)) this.#add({ method: Number(call.method), exitCode: call.exitCode, error: call.error });
    for (const inner of call.subcalls) this.note(inner, isOwner);
  }

  /** Notes what a part of the actor said that was tried alone: by no method. */
  noteWords(exitCode: number, error: string): void {
    this.#add({ method: 0, exitCode, error });
  }

  #add(seen: Seen): void {
    // Figures differ from run to run; the words do not.
    const line = JSON.stringify({ ...seen, error: seen.error.replace(/\d+/g, "0") });
    if (this.#known.has(line)) return;
    this.#known.add(line);
    appendFileSync(this.#file, `${line}\n`);
  }
}
