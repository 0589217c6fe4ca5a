/** Makes a tipset every so often. The timer is the host's. */
import type { Chain } from "./chain.ts";

export interface Timer {
  /** milliseconds on any steady scale */
  now(): number;
  /** Calls back once after so many milliseconds; answers how to prevent it. */
  after(milliseconds: number, callback: () => void): () => void;
}

export interface RunningClock {
  stop(): void;
}

/**
 * One tipset per `epochMs`. A host that was too slow or asleep is not made to catch up: missed beats are left out, as nobody mined then.
 * No tipset is begun before the last one is on disk: whoever kills the node takes no more than one.
 * `onError` gets what mining threw; the clock goes on.
 */
export function startClock(chain: Chain, epochMs: number, timer: Timer, onError: (error: unknown) => void): RunningClock {
  let next = timer.now() + epochMs;
  let cancel = timer.after(epochMs, beat);
  let stopped = false;
  function beat(): void {
    try {
      chain.mine();
    } catch (error) {
      onError(error);
    }
    chain.settled().catch(onError).finally(goOn);
  }
  function goOn(): void {
    if (stopped) return;
    const now = timer.now();
    next = Math.max(next + epochMs, now);
    cancel = timer.after(next - now, beat);
  }
  return {
    stop: () => {
      stopped = true;
      cancel();
    },
  };
}
