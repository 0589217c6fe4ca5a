/** The names under which what the owner actor's methods cost is kept: by the tests that measure, the recordings, and the page. */

/** Gas of whole messages, by name. */
export type Costs = Record<string, number>;

/** So many accounts fit the first node of their tree. */
export const FEW = 10;
/** Numbers of positions at which it is measured. */
export const COUNTS = [10, 1_000, 100_000, 1_000_000] as const;

/** One miner, ten positions. */
export const SMALL = "small";
/** As many miners and open proposals as there may be, as much vesting as there can be. */
export const LARGE = "large";

/** So many positions, each of a holder of its own or all of a few. */
export const groupAt = (count: number, few: boolean): string => `${count} positions, ${few ? "few holders" : "each its holder"}`;

/** Positions of each holder where a hundredth as many hold them, far apart: the set of tokens that costs most beside the tree of accounts that it leaves. */
export const SCATTERED_EACH = 100;
export const scatteredAt = (count: number): string => `${count} positions, ${SCATTERED_EACH} scattered ones each`;

export const figureName = (group: string, name: string): string => `${group}: ${name}`;

/** The figures of one group, by their names in it. */
export function costsOf(figures: Costs, group: string): Costs {
  const start = figureName(group, "");
  return Object.fromEntries(Object.entries(figures).flatMap(([name, gas]) => (name.startsWith(start) ? [[name.slice(start.length), gas]] : [])));
}
