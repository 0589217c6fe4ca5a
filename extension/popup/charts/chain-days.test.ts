import { describe, expect, it } from "vitest";
import { dayLabel, daysSince, isCalendar } from "./chain-days.ts";

const t = (key: string, named: Record<string, unknown>): string => `${key} ${JSON.stringify(named)}`;
const NOON = Date.UTC(2026, 10, 21, 12);

describe("days as the protocol counts them", () => {
  it("are dates where an epoch takes 30 s", () => {
    const mainnet = { origin: 1_000_000, originTime: NOON, epochSeconds: 30 };
    expect(isCalendar(mainnet)).toBe(true);
    expect(daysSince(mainnet, 1_000_000 + 30 * 2_880)).toBe(30);
    expect(dayLabel(mainnet, 30, { t, language: "en-GB" })).toBe("21 Dec");
    expect(dayLabel(mainnet, 60, { t, language: "en-GB", year: true })).toBe("20 Jan 2027");
  });

  it("are counted on a devnet, whose thirty days pass in one of the calendar", () => {
    const devnet = { origin: 500, originTime: NOON, epochSeconds: 1 };
    expect(isCalendar(devnet)).toBe(false);
    expect(daysSince(devnet, 500 + 30 * 2_880)).toBe(30);
    expect(dayLabel(devnet, 30, { t, language: "en-GB" })).toBe('charts.dayNumber {"n":30}');
    expect(dayLabel(devnet, 0.25, { t, language: "en-GB", hours: true })).toBe('charts.hour {"n":6}');
  });
});
