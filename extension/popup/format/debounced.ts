import { onScopeDispose, ref, watch, type Ref } from "vue";

/** A value that follows its source after it has been still for `stillMs`. */
export function debounced<T>(source: () => T, stillMs = 250): Readonly<Ref<T>> {
  const settled = ref(source()) as Ref<T>;
  let timer: ReturnType<typeof setTimeout> | undefined;
  watch(source, (value) => {
    clearTimeout(timer);
    timer = setTimeout(() => (settled.value = value), stillMs);
  });
  onScopeDispose(() => clearTimeout(timer));
  return settled;
}
