import { ref, type Ref } from "vue";
import { useRoute, useRouter } from "vue-router";
import type { Body, MessageName, Reply } from "../shared/messages.ts";
import { ask } from "./worker.ts";

/** Names of commands that end in an approval. */
export type ReviewName = { [N in MessageName]: Reply<N> extends { approvalId: string } ? N : never }[MessageName];

/** A command that ends in an approval, with what it takes. */
export type ReviewCommand = { [N in ReviewName]: { readonly name: N; readonly body: Body<N> } }[ReviewName];

interface Review {
  readonly busy: Ref<boolean>;
  /** The refusal of the last command. */
  readonly error: Ref<unknown>;
  readonly review: <N extends ReviewName>(name: N, body: Body<N>) => Promise<void>;
  readonly send: (command: ReviewCommand) => Promise<void>;
}

/**
 * Sends a command that leads to a signature and opens its approval; after it the person is back on this page.
 * One at a time.
 */
export function useReview(): Review {
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

  /** The name and the body of one command belong together, which the pair alone does not tell the compiler. */
  const send = ({ name, body }: ReviewCommand): Promise<void> => review(name, body as Body<typeof name>);
  return { busy, error, review, send };
}
