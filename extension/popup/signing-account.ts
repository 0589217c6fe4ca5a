import { computed, ref, type ComputedRef, type WritableComputedRef } from "vue";
import type { AccountView } from "../shared/wallet-views.ts";
import { useRead } from "./reads.ts";

/** The account that a page's acts are signed with: the one chosen here, else the one the page prefers, else the one pages begin with. */
export function useSigningAccount(preferred: () => string | null | undefined = () => null): {
  signing: ComputedRef<AccountView[]>;
  account: WritableComputedRef<string | undefined>;
} {
  const accounts = useRead("accounts.list", {});
  const signing = computed(() => (accounts.data.value?.accounts ?? []).filter((one) => one.kind !== "watch"));
  const chosen = ref<string>();
  const account = computed({
    get: () => chosen.value ?? preferred() ?? accounts.data.value?.selected ?? signing.value[0]?.address,
    set: (value: string | undefined) => (chosen.value = value),
  });
  return { signing, account };
}
