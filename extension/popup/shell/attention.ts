import { computed, type ComputedRef } from "vue";
import { useSession } from "../stores/session.ts";

/** How many messages are on their way or need the user. */
export function useAttention(): ComputedRef<number> {
  const session = useSession();
  return computed(() => session.state?.waiting ?? 0);
}
