import { browser } from "../../shared/browser.ts";
import { defineStore } from "pinia";
import { computed, ref } from "vue";
import { PAGE_PORT } from "../../shared/messages.ts";
import type { EpochClock } from "../../../filecoin/epochs.ts";
import type { WalletState } from "../../shared/wallet-views.ts";
import { showMoneyOf } from "../format/filecoin-number.ts";
import { knowsTimes, showTimesOf } from "../format/epoch-text.ts";
import { chooseLanguage } from "../i18n.ts";
import { setTheme, storedLanguage, storedTheme } from "../preferences.ts";
import { queries } from "../reads.ts";
import { ask, WorkerError, onChanged, shownNetwork, whenOtherNetwork } from "../worker.ts";

/** Trusted input moves the idle deadline; telling the worker more often than this changes nothing. */
const TOUCH_PACE_MS = 15_000;
const RECONNECT_MS = 1_000;

/** The wallet as the worker has it: empty, locked, open or damaged; network, lock, settings. */
export const useSession = defineStore("session", () => {
  const state = ref<WalletState>();
  const failure = ref<unknown>();
  const phase = computed(() => state.value?.phase);
  const network = computed(() => state.value?.network);
  let touchedAt = 0;

  function take(next: WalletState): void {
    const locked = state.value?.phase === "unlocked" && next.phase !== "unlocked";
    state.value = next;
    showMoneyOf(next.network.prefix);
    showTimesOf(clockOf(next.network));
    const { id, genesis } = next.network;
    if (shownNetwork.value?.id !== id || shownNetwork.value.genesis !== genesis) shownNetwork.value = { id, genesis };
    failure.value = undefined;
    if (locked) queries.clear();
    followSettings(next);
  }

  async function refresh(): Promise<void> {
    try {
      take(await ask("wallet.state", {}));
    } catch (error) {
      failure.value = error;
    }
  }

  /** Throws WorkerError (wrongPassword, backOff, …). */
  async function unlock(password: string): Promise<void> {
    take(await ask("wallet.unlock", { password }));
  }

  async function lock(): Promise<void> {
    await ask("wallet.lock", {});
    await refresh();
  }

  function touch(event: Event): void {
    if (!event.isTrusted || phase.value !== "unlocked" || Date.now() - touchedAt < TOUCH_PACE_MS) return;
    touchedAt = Date.now();
    ask("wallet.touch", {}).catch((error: unknown) => {
      if (!(error instanceof WorkerError)) throw error;
      return refresh();
    });
  }

  /** An open port tells the worker that somebody is looking; a stopped worker closes it, so it is opened again. */
  function stayConnected(): void {
    const port = browser.runtime.connect({ name: PAGE_PORT });
    port.onDisconnect.addListener(() => setTimeout(stayConnected, RECONNECT_MS));
  }

  function start(): void {
    void refresh();
    whenOtherNetwork(() => void refresh());
    stayConnected();
    onChanged((topics) => {
      if (topics.some((topic) => topic !== "head")) void refresh();
    });
    for (const input of ["pointerdown", "keydown"] as const) window.addEventListener(input, touch, { capture: true, passive: true });
    // A worker that has just started knows no head; the first answer from the chain brings one.
    queries.getQueryCache().subscribe((event) => {
      if (event.type === "updated" && event.action.type === "success" && !knowsTimes()) void refresh();
    });
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && void refresh());
  }

  return { state, failure, phase, network, refresh, unlock, lock, start, take };
});

/** The moments of the network's epochs, from the last head that its node gave. */
function clockOf({ node: { epoch, epochTime }, epochSeconds }: WalletState["network"]): EpochClock | undefined {
  return epoch === null || epochTime === null ? undefined : { epoch, time: epochTime, epochSeconds };
}

/** The worker keeps theme and language; pages copy them so that the next first paint already has them. */
function followSettings(state: WalletState): void {
  const { theme, language } = state.settings;
  if (theme !== storedTheme()) setTheme(theme);
  const wanted = language === "zh-CN" ? "zh" : "en";
  if (language !== "system" && wanted !== storedLanguage()) void chooseLanguage(wanted);
}
