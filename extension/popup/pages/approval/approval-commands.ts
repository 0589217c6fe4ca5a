import { computed, ref, type ComputedRef, type Ref } from "vue";
import { useI18n } from "vue-i18n";
import { useRoute, useRouter } from "vue-router";
import type { ApprovalView, FeeSpeed } from "../../../../wallet/approval-views.ts";
import { errorText } from "../../components/error-text.ts";
import { queries } from "../../reads.ts";
import { ask, WorkerError } from "../../worker.ts";
import type { Consent } from "./ApprovalConfirm.vue";

interface ApprovalCommands {
  readonly busy: Ref<boolean>;
  /** Why the last command was refused. */
  readonly failure: Ref<unknown>;
  readonly passwordError: Ref<string | undefined>;
  readonly confirm: (consent: Consent) => Promise<void>;
  readonly reject: () => Promise<void>;
  /** Goes back without rejecting: the approval is over. */
  readonly leave: () => Promise<void>;
  readonly toActivity: (slotId: string) => void;
  readonly setSpeed: (speed: FeeSpeed) => Promise<void>;
}

/** What a person can do with an approval. `shown`: the view with the CID that the page computed from it, which is what is confirmed. */
export function useApprovalCommands(
  id: () => string,
  shown: ComputedRef<{ view: ApprovalView; cid: string } | undefined>,
  readAgain: () => unknown,
): ApprovalCommands {
  const { t, te, locale } = useI18n();
  const route = useRoute();
  const router = useRouter();
  const busy = ref(false);
  const failure = ref<unknown>();
  const passwordError = ref<string>();
  const onward = computed(() => (typeof route.query["back"] === "string" ? route.query["back"] : undefined));

  /** Leads on from an approval; whoever has gone elsewhere while the worker answered stays there. */
  async function goOn(from: string, lead: () => unknown): Promise<void> {
    if (router.currentRoute.value.fullPath === from) await lead();
  }

  async function confirm(consent: Consent): Promise<void> {
    if (shown.value === undefined || busy.value) return;
    const place = route.fullPath;
    const { view, cid } = shown.value;
    busy.value = true;
    failure.value = passwordError.value = undefined;
    try {
      const { slotId } = await ask("approvals.confirm", { id: view.id, revision: view.revision, cid, ...consent });
      void queries.invalidateQueries();
      await goOn(place, () => router.replace(onward.value ?? activityOf(slotId)));
    } catch (error) {
      refused(error);
    } finally {
      busy.value = false;
    }
  }

  function refused(error: unknown): void {
    const code = error instanceof WorkerError ? error.code : undefined;
    if (code === "wrongPassword" || code === "backOff" || code === "passwordNeeded") {
      const { title, text } = errorText(error, { t, te, locale });
      passwordError.value = `${title}. ${text}`;
    } else if (code !== "approvalChanged") failure.value = error;
    void readAgain();
  }

  async function reject(): Promise<void> {
    if (busy.value) return;
    const place = route.fullPath;
    await ask("approvals.reject", { id: id() }).catch((error: unknown) => {
      // It is over already, or the worker is away: nothing is signed either way.
      if (!(error instanceof WorkerError)) throw error;
    });
    await leave(place);
  }

  function leave(from = route.fullPath): Promise<void> {
    return goOn(from, () => {
      if (onward.value !== undefined) return router.replace(onward.value);
      return window.history.state?.back ? router.back() : router.replace("/");
    });
  }

  async function setSpeed(speed: FeeSpeed): Promise<void> {
    failure.value = undefined;
    try {
      queries.setQueryData(["approvals.get", { id: id() }], await ask("approvals.setSpeed", { id: id(), speed }));
    } catch (error) {
      failure.value = error;
    }
  }

  const activityOf = (slotId: string): string => `/activity/${encodeURIComponent(slotId)}`;
  return { busy, failure, passwordError, confirm, reject, leave: () => leave(), setSpeed, toActivity: (slotId) => void router.replace(activityOf(slotId)) };
}
