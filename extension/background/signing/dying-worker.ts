import type { TestSurroundings } from "../storage/test-surroundings.ts";

/** A worker that can start anew over the same stores. */
interface Mortal {
  readonly s: TestSurroundings;
  restart(): void;
}

/** For tests: runs `act` in a worker that is gone from its n-th call of the disk on: after that it reaches neither disk nor node. True when it came so far; then another starts. */
export async function dyingAt(worker: Mortal, death: number, act: () => Promise<unknown>): Promise<boolean> {
  const { s } = worker;
  const { fetch } = s;
  const stores: { beforeCall: (call: string) => void }[] = [s.database, s.session, s.local];
  let calls = 0;
  const isDead = (): boolean => calls > death;
  for (const store of stores)
    store.beforeCall = () => {
      if (calls++ >= death) throw new Error("the worker was killed");
    };
  s.fetch = (input, init) => (isDead() ? Promise.reject(new Error("the worker was killed")) : fetch(input, init));
  worker.restart();
  calls = 0;
  // What the dying one says reaches nobody.
  await Promise.allSettled([act()]);
  const died = isDead();
  for (const store of stores) store.beforeCall = () => {};
  s.fetch = fetch;
  worker.restart();
  return died;
}
