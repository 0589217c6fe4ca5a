/** Times and durations in words, in the reader's language, without rounding a wait down to nothing. */

const NO_BREAK_SPACE = "\u00a0";

/** A duration in seconds as "41 s", "1 min 50 s", "2 h 5 min", "3 d". */
export function durationText(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  if (whole < 60) return unit(whole, "s");
  if (whole < 3600) return join(unit(Math.floor(whole / 60), "min"), whole % 60 === 0 ? "" : unit(whole % 60, "s"));
  if (whole < 86_400) return join(unit(Math.floor(whole / 3600), "h"), minutes(whole) === 0 ? "" : unit(minutes(whole), "min"));
  const hours = Math.floor((whole % 86_400) / 3600);
  return join(unit(Math.floor(whole / 86_400), "d"), hours === 0 || whole >= 7 * 86_400 ? "" : unit(hours, "h"));
}

/** A usual range of seconds: "30 to 90 s" where seconds are handy, else both ends in their own units. `to` is the word between. */
export function rangeText([from, until]: readonly [number, number], to: string): string {
  return until <= 120 ? `${from} ${to} ${unit(until, "s")}` : `${durationText(from)} ${to} ${durationText(until)}`;
}

/** A countdown as a clock: 24 gives "0:24". */
export function clockText(seconds: number): string {
  const whole = Math.max(0, Math.ceil(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

/** Farthest moment from 1970 that a calendar date exists for here, in milliseconds (ECMAScript, time values). */
const LAST_MOMENT = 8.64e15;

/** Whether a calendar date can hold a moment (milliseconds since 1970); an epoch of a message may lie far beyond. */
export const hasDate = (at: number): boolean => Math.abs(at) <= LAST_MOMENT;

/** A moment (milliseconds since 1970) as a time today, else as day and time; "–" where no calendar date can hold it. */
export function momentText(at: number, language: string, now: number = Date.now()): string {
  if (!hasDate(at)) return "–";
  const time = new Intl.DateTimeFormat(language, {
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  }).format(at);
  return dayKey(at) === dayKey(now) ? time : `${shortDay(at, language, now)} ${time}`;
}

/** The heading of a day in a list: weekday, day, month, and the year when it is another. */
export function dayText(at: number, language: string, now: number = Date.now()): string {
  return new Intl.DateTimeFormat(language, {
    weekday: "long",
    day: "numeric",
    month: "long",
    ...yearIfOther(at, now),
  }).format(at);
}

/** Local calendar day, for grouping. */
export function dayKey(at: number): string {
  const date = new Date(at);
  return `${date.getFullYear()}-${date.getMonth() + 1}-${date.getDate()}`;
}

function shortDay(at: number, language: string, now: number): string {
  return new Intl.DateTimeFormat(language, {
    day: "numeric",
    month: "short",
    ...yearIfOther(at, now),
  }).format(at);
}

function yearIfOther(at: number, now: number): { year?: "numeric" } {
  return new Date(at).getFullYear() === new Date(now).getFullYear() ? {} : { year: "numeric" };
}

function minutes(seconds: number): number {
  return Math.floor((seconds % 3600) / 60);
}

function unit(count: number, name: string): string {
  return `${count}${NO_BREAK_SPACE}${name}`;
}

function join(first: string, second: string): string {
  return second === "" ? first : `${first} ${second}`;
}
