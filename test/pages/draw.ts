import { createSSRApp, h, type Component } from "vue";
import { createI18n } from "vue-i18n";
import { renderToString } from "vue/server-renderer";
import en from "../../extension/popup/locales/en.json" with { type: "json" };
import zh from "../../extension/popup/locales/zh.json" with { type: "json" };
import { TO_BE_SIGNED } from "../../extension/popup/components/to-be-signed.ts";

export type Language = "en" | "zh";

const ENTITIES: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'" };

/** What a person reads of a component inside an approval: its text, without marks and without what only groups digits. Rejects when it cannot be drawn. */
export async function drawnText(component: unknown, props: Record<string, unknown>, locale: Language = "en"): Promise<string> {
  const i18n = createI18n({ legacy: false, locale, fallbackLocale: "en", messages: { en, zh } as never, missingWarn: false, fallbackWarn: false });
  const app = createSSRApp({ render: () => h(component as Component, props) });
  app.config.warnHandler = () => undefined;
  const html = await renderToString(app.use(i18n).provide(TO_BE_SIGNED, true));
  return ungrouped(html.replace(/<[^>]*>/g, "").replace(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => ENTITIES[name] ?? ""));
}

/** A text without the commas and spaces that group digits and words. */
export const ungrouped = (text: string): string => text.replace(/[,\s\u00a0]/g, "");
