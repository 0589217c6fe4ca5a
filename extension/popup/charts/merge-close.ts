export interface RewardPoint {
  readonly epoch: number;
  readonly reward: string;
  readonly total: string;
}

/** Readings that stand closer together than a hundredth of the whole stretch as one row, under the last of their epochs. */
export function mergeClose(points: readonly RewardPoint[]): RewardPoint[] {
  const first = points[0];
  const last = points.at(-1);
  if (first === undefined || last === undefined) return [];
  const least = (last.epoch - first.epoch) / 100;
  const rows: RewardPoint[] = [];
  let opened = first.epoch;
  for (const point of points) {
    const before = rows.at(-1);
    if (before !== undefined && before !== first && point.epoch - opened < least) {
      rows[rows.length - 1] = { ...point, reward: (BigInt(before.reward) + BigInt(point.reward)).toString() };
    } else {
      rows.push(point);
      opened = point.epoch;
    }
  }
  return rows;
}
