import { onBeforeUnmount, onMounted, readonly, ref, watch, type Ref } from "vue";

/**
 * Confirm is dead for a while after the first paint, after every new revision, and whenever the window gets the focus: a click
 * meant for something else must not sign. Returns whether it is alive.
 */
export function useDeadTime(revision: () => unknown, deadMs: () => number): Readonly<Ref<boolean>> {
  const alive = ref(false);
  let timer: ReturnType<typeof setTimeout> | undefined;

  function disturb(): void {
    alive.value = false;
    clearTimeout(timer);
    timer = setTimeout(() => (alive.value = true), deadMs());
  }

  onMounted(() => {
    requestAnimationFrame(disturb);
    window.addEventListener("focus", disturb);
    document.addEventListener("visibilitychange", disturb);
  });
  watch(revision, disturb);
  onBeforeUnmount(() => {
    clearTimeout(timer);
    window.removeEventListener("focus", disturb);
    document.removeEventListener("visibilitychange", disturb);
  });
  return readonly(alive);
}
