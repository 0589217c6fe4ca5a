import * as v from "valibot";
import { settingsView, type SettingsView } from "../../shared/wallet-views.ts";
import type { Database } from "../storage/stores.ts";

/** Settings: nothing secret, so the theme is right before the unlock. */

export type Settings = SettingsView;

/** 10 FIL */
const TIER_ONE_LIMIT = "10000000000000000000";
const DEFAULTS: Settings = { lockMinutes: 15, lockWithScreen: true, theme: "system", language: "system", tierOneLimit: TIER_ONE_LIMIT };

export async function readSettings(database: Database): Promise<Settings> {
  const value = await database.read(["settings"], (tx) => tx.get("settings", "settings"));
  const parsed = v.safeParse(settingsView, { ...DEFAULTS, ...(typeof value === "object" ? value : {}) });
  return parsed.success ? parsed.output : DEFAULTS;
}

export async function changeSettings(database: Database, part: Partial<Settings>): Promise<Settings> {
  const next = v.parse(settingsView, { ...(await readSettings(database)), ...part });
  await database.write(["settings"], (tx) => tx.put("settings", "settings", next));
  return next;
}
