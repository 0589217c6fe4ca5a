/**
 * Moments on the clock of a machine, which may be set back or forth at any time: whoever stores one names the longest time ahead that it
 * can have been set to, and a moment further ahead than that was set by another clock.
 */

/** Has a stored moment come. All in milliseconds; `longest`: how far ahead of its own present it was set at most. */
export const hasCome = (moment: number, now: number, longest: number): boolean => moment <= now || moment - now > longest;

/** Is a stored moment of the past `age` old. One that lies further ahead than that was set by another clock and counts as old: nobody knows how old it is. */
export const isOlder = (moment: number, now: number, age: number): boolean => now - moment >= age || moment - now > age;
