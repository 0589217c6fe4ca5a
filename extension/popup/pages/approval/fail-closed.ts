import { computed, inject, onErrorCaptured, provide, ref, type ComputedRef, type InjectionKey } from "vue";
import { TO_BE_SIGNED } from "../../components/to-be-signed.ts";

/**
 * An approval is confirmed only when every part of it stands on the page. A part that cannot be drawn says so in its place (ShownPart.vue) and refuses the
 * revision that it belongs to; a later revision is judged anew.
 */
interface Parts {
  readonly revision: () => number | undefined;
  readonly refuse: () => void;
}
const PARTS: InjectionKey<Parts> = Symbol("parts of an approval");

/** Vue's names, and in what ships its numbers, for errors of a click or a key: they take nothing from the page that was there. */
const OF_AN_EVENT = /event handler$|#runtime-[56]$/;
export const isOfAnEvent = (info: string): boolean => OF_AN_EVENT.test(info);

/** For the page of an approval. `unshown`: something of the present revision could not be drawn, so it must not be confirmed. */
export function useFailClosed(revision: () => number | undefined): { unshown: ComputedRef<boolean> } {
  const refused = ref<number>();
  const refuse = (): void => void (refused.value = revision());
  provide(TO_BE_SIGNED, true);
  provide(PARTS, { revision, refuse });
  // What fails outside of every part refuses too.
  onErrorCaptured((error, _, info) => {
    if (isOfAnEvent(info)) return true;
    console.error(error);
    refuse();
    return false;
  });
  return { unshown: computed(() => refused.value !== undefined && refused.value === revision()) };
}

/** For a part of the page: the page's revision, and the way to refuse it. */
export function usePartOfApproval(): Parts {
  const parts = inject(PARTS);
  if (parts === undefined) throw new Error("expected the page of an approval around its part");
  return parts;
}
