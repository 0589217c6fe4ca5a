import { isFree, isLeft, isOver, type Slot } from "../../../../wallet/slots/slot.ts";
import { check } from "./checks.ts";
import { events, type Event } from "./events.ts";
import { formOf } from "./form.ts";
import { CALM, Died, DiskFull, ROUGH, Run, slotsIn, type Fault, type Surroundings, type World } from "./run.ts";

/** Another message used the number, which this node gives no blocks to prove: the person lets it lie, and nothing waits for it. */
const canOnlyBeLeft = (slot: Slot, { chain }: World): boolean =>
  slot.attempts.some((a) => a.note?.code === "unknown.otherTold") && chain.blocks.some(({ ran }) => ran.some(({ nonce }) => nonce === slot.nonce));

/** Rounds that a person with patience and an honest node needs at most until every message is at an end. */
const MOST_ROUNDS = 15;

export class Space {
  readonly seen = new Map<string, { world: World; from: string | null; by: string; depth: number }>();
  readonly ending = new Set<string>();
  transitions = 0;
  faults = 0;
  mostRounds = 0;

  constructor(readonly listsPool: boolean) {}

  trail(form: string, by: string): string {
    const steps: string[] = [by];
    for (let at = this.seen.get(form); at !== undefined && at.from !== null; at = this.seen.get(at.from)) steps.unshift(at.by);
    return steps.join(" → ");
  }

  async explore(start: World, depth: number): Promise<void> {
    const first = formOf(start);
    this.seen.set(first, { world: start, from: null, by: "", depth: 0 });
    for (const [form, { world, depth: at }] of this.seen) {
      await this.mustEnd(form, world);
      if (at >= depth) continue;
      for (const event of events) await this.#follow(form, world, event, at);
    }
  }

  async #follow(form: string, world: World, event: Event, depth: number): Promise<void> {
    const { calls, diskCalls } = await this.#try(form, world, event, CALM, { kind: "none" }, depth);
    if (!event.byWorker) return;
    for (let at = 0; at < calls; at++) await this.#try(form, world, event, CALM, { kind: "dies", at }, depth);
    for (let at = 0; at < diskCalls; at++) for (const kind of ["failsOnce", "failsOn"] as const) await this.#try(form, world, event, CALM, { kind, at }, depth);
    for (const around of ROUGH) await this.#try(form, world, event, around, { kind: "none" }, depth);
  }

  async #try(form: string, world: World, event: Event, around: Surroundings, fault: Fault, depth: number): Promise<Run> {
    const run = new Run(world, around, fault, this.listsPool);
    const next = await event.run(run);
    if (next === null) return run;
    this.transitions++;
    if (fault.kind !== "none") this.faults++;
    const by = `${event.name}${fault.kind === "none" ? "" : ` (${fault.kind} at ${fault.at})`}${around === CALM ? "" : ` ${JSON.stringify(around)}`}`;
    for (const error of run.reported) if (!(error instanceof Died) && !(error instanceof DiskFull)) throw error;
    check(world, next, () => this.trail(form, by));
    const reached = formOf(next);
    if (!this.seen.has(reached)) this.seen.set(reached, { world: next, from: form, by, depth: depth + 1 });
    return run;
  }

  /** A person unlocks, has the network again and an honest node, takes up what lies, and waits: then every message comes to an end. */
  async mustEnd(form: string, world: World): Promise<void> {
    const path = [form];
    let present = world;
    for (let round = 0; round <= MOST_ROUNDS; round++) {
      const here = formOf(present);
      if (this.ending.has(here)) break;
      path.push(here);
      if (slotsIn(present).every((slot) => isOver(slot) || isFree(slot) || canOnlyBeLeft(slot, present))) break;
      if (round === MOST_ROUNDS)
        throw new Error(
          `no way out: ${this.trail(
            form,
            slotsIn(present)
              .map((s) => s.attempts.map((a) => a.state).join())
              .join(" | "),
          )}`,
        );
      this.mostRounds = Math.max(this.mostRounds, round + 1);
      const run = new Run(present, CALM, { kind: "none" }, this.listsPool);
      for (const slot of slotsIn(present)) if (isLeft(slot)) await run.outbox.takeUp(slot.id);
      await run.outbox.advance();
      run.chain.mine();
      present = run.after({ now: present.now + 60_000 });
    }
    for (const each of path) this.ending.add(each);
  }
}
