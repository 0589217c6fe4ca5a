import { EPOCHS_PER_DAY, EPOCH_SECONDS } from "../../../filecoin/epochs.ts";

/**
 * Days as the protocol counts them: 2,880 epochs each, whatever the clock of the network says. Where an epoch takes 30 s these are
 * days of the calendar and are named by date; a devnet's epochs are shorter, and its days are counted.
 */
const DAY_MS = 86_400_000;

/** What a chart needs to name days: the epoch it counts from, and the moment of that epoch, milliseconds since 1970. */
export interface ChainDays {
  readonly origin: number;
  readonly originTime: number;
  readonly epochSeconds: number;
}

type Say = (key: string, named: Record<string, unknown>) => string;

/** Do days of the protocol and of the calendar agree on this network? */
export const isCalendar = ({ epochSeconds }: Pick<ChainDays, "epochSeconds">): boolean => epochSeconds === EPOCH_SECONDS;

/** Days since the origin, with their fraction. */
export const daysSince = ({ origin }: ChainDays, epoch: number): number => (epoch - origin) / EPOCHS_PER_DAY;

/** A day as a date, or counted: "21 Nov", "day 12", "6 h" where the axis shows parts of days. */
export function dayLabel(
  days: ChainDays,
  day: number,
  { t, language, hours = false, year = false }: { t: Say; language: string; hours?: boolean; year?: boolean },
): string {
  if (!isCalendar(days)) return hours ? t("charts.hour", { n: Math.round(day * 24) }) : t("charts.dayNumber", { n: Math.floor(day) });
  const moment = hours ? ({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" } as const) : {};
  return new Intl.DateTimeFormat(language, { day: "numeric", month: "short", ...(year ? { year: "numeric" as const } : {}), ...moment }).format(
    days.originTime + day * DAY_MS,
  );
}
