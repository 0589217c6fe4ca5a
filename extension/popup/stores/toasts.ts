import { defineStore } from "pinia";
import { ref } from "vue";

export interface Toast {
  readonly id: number;
  readonly text: string;
  readonly kind: "done" | "danger";
  /** Where "Open" leads. */
  readonly to?: string;
}

const STAY_MS = 6000;

/** Short news. What went well leaves by itself; failures stay until closed. */
export const useToasts = defineStore("toasts", () => {
  const list = ref<Toast[]>([]);
  let last = 0;

  function show(text: string, options: { kind?: "done" | "danger"; to?: string } = {}): void {
    const toast: Toast = {
      id: ++last,
      text,
      kind: options.kind ?? "done",
      ...(options.to === undefined ? {} : { to: options.to }),
    };
    list.value = [...list.value.slice(-2), toast];
    if (toast.kind === "done") setTimeout(() => close(toast.id), STAY_MS);
  }

  function close(id: number): void {
    list.value = list.value.filter((toast) => toast.id !== id);
  }

  return { list, show, close };
});
