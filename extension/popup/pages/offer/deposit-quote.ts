import { computed, type ComputedRef, type Ref } from "vue";
import { useI18n } from "vue-i18n";
import type { Reply } from "../../../shared/messages.ts";
import { errorText } from "../../components/error-text.ts";
import { phraseText } from "../../components/phrase-text.ts";
import { debounced } from "../../format/debounced.ts";
import { useRead } from "../../reads.ts";

type Quote = Reply<"offer.quote">;

/** What a deposit would give, for exactly what stands in the form: an answer for an amount typed before says nothing. `refused`: why there is none. */
export function useDepositQuote(
  actor: () => string,
  account: Ref<string | undefined>,
  amount: Ref<bigint | undefined>,
): { quote: ComputedRef<Quote | undefined>; refused: ComputedRef<string | undefined> } {
  const { t, te, locale } = useI18n();
  const question = debounced(() => ({ account: account.value, amount: amount.value }));
  const read = useRead("offer.quote", () => ({ actor: actor(), account: question.value.account ?? "", amount: (question.value.amount ?? 0n).toString() }), {
    enabled: () => question.value.account !== undefined && question.value.amount !== undefined && question.value.amount > 0n,
  });
  const answer = computed(() =>
    read.data.value?.amount === amount.value?.toString() && read.data.value?.account === account.value ? read.data.value : undefined,
  );
  const refused = computed(() => {
    if (answer.value?.blocked) return phraseText(answer.value.blocked, { t, te, locale });
    if (read.error.value === null || amount.value === undefined || answer.value !== undefined) return undefined;
    const { title, text } = errorText(read.error.value, { t, te, locale });
    return `${title}. ${text}`;
  });
  return { quote: answer, refused };
}
