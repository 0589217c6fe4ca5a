import { createI18n } from "vue-i18n";
import en from "./locales/en.json";
import { keepLanguage, storedLanguage, type Language } from "./preferences.ts";

/** The one catalogue, compiled at build time (a page may not run eval). Chinese is fetched from our own files when wanted. */
export const i18n = createI18n({
  legacy: false,
  locale: "en",
  fallbackLocale: "en",
  messages: { en } as Record<string, typeof en>,
  missingWarn: false,
  fallbackWarn: false,
});

const TAGS: Readonly<Record<Language, string>> = { en: "en", zh: "zh-CN" };

/** Switches all texts and the page's language tag. */
async function useLanguage(language: Language): Promise<void> {
  if (language === "zh") {
    const zh = await import("./locales/zh.json");
    i18n.global.setLocaleMessage("zh", zh.default as unknown as typeof en);
  }
  i18n.global.locale.value = language;
  document.documentElement.lang = TAGS[language];
}

/** Switches the language and keeps the choice. */
export async function chooseLanguage(language: Language): Promise<void> {
  keepLanguage(language);
  await useLanguage(language);
}

export const startLanguage = (): Promise<void> => useLanguage(storedLanguage());
