import { useI18n } from "vue-i18n";
import { epochText } from "./format/epoch-text.ts";

/** Epochs with their dates, in the reader's language. @example const dated = useDatedEpochs(); dated(51_268) // "51,268 (Dec 2 01:52)" */
export function useDatedEpochs(): (epoch: number) => string {
  const { locale } = useI18n();
  return (epoch) => epochText(epoch, locale.value);
}
