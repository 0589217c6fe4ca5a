import { computed, type ComputedRef, type Ref } from "vue";
import { useI18n } from "vue-i18n";
import type { Reply } from "../../../shared/messages.ts";
import { errorText } from "../../components/error-text.ts";
import { phraseText } from "../../components/phrase-text.ts";
import { debounced } from "../../format/debounced.ts";
import { useRead } from "../../reads.ts";
import type { ExitAnswer } from "./position-acts.ts";

type Quote = Reply<"position.quoteExit">;

/** What leaving at once would pay for the amount in the form (attoFIL; undefined while the form is closed): never for an amount typed before. */
export function useExitQuote(
  position: () => { readonly actor: string; readonly token: string },
  asked: Ref<bigint | undefined>,
): { quote: ComputedRef<Quote | undefined>; answer: ComputedRef<ExitAnswer> } {
  const { t, te, locale } = useI18n();
  const question = debounced(() => (asked.value !== undefined && asked.value > 0n ? asked.value.toString() : undefined));
  const read = useRead("position.quoteExit", () => ({ ...position(), amount: question.value ?? null }), { enabled: () => question.value !== undefined });
  const quote = computed(() => (asked.value !== undefined && read.data.value?.asked === asked.value.toString() ? read.data.value : undefined));
  const answer = computed<ExitAnswer>(() => {
    if (quote.value !== undefined) {
      const { blocked, least } = quote.value;
      return blocked === null ? { least, refused: undefined } : { least: undefined, refused: phraseText(blocked, { t, te, locale }) };
    }
    if (read.error.value === null) return { least: undefined, refused: undefined };
    const { title, text } = errorText(read.error.value, { t, te, locale });
    return { least: undefined, refused: `${title}. ${text}` };
  });
  return { quote, answer };
}
