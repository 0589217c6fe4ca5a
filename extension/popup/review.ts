import { ref, type Ref } from "vue";
import { useRoute, useRouter } from "vue-router";
import type { Body, MessageName, Reply } from "../shared/messages.ts";
import { ask } from "./worker.ts";

/** Names of commands that end in an approval. */
export type ReviewName = { [N in MessageName]: Reply<N> extends { approvalId: string } ? N : never }[MessageName];

/**
 * Sends a command that leads to a signature and opens its approval; after it the person is back on this page.
 * One at a time; `error` holds the refusal.
 */
export function useReview(): { busy: Ref<boolean>; error: Ref<unknown>; review: <N extends ReviewName>(name: N, body: Body<N>) => Promise<void> } {
  const router = useRouter();
  const route = useRoute();
  const busy = ref(false);
  const error = ref<unknown>();

  async function review<N extends ReviewName>(name: N, body: Body<N>): Promise<void> {
    if (busy.value) return;
    busy.value = true;
    error.value = undefined;
    try {
      const { approvalId } = (await ask(name, body)) as { approvalId: string };
      await router.push({ path: `/approval/${encodeURIComponent(approvalId)}`, query: { back: route.fullPath } });
    } catch (failure) {
      error.value = failure;
    } finally {
      busy.value = false;
    }
  }

  return { busy, error, review };
}
