import { ticks } from 'd3-array';

/** Where numbers of *domain* stand in *range*, and which are where; whole steps for some *count* of lines across. */
export function linear([a, b]: [number, number], [p, q]: [number, number]) {
  const at = (value: number) => p + ((value - a) / (b - a)) * (q - p);
  return Object.assign(at, { invert: (place: number) => a + ((place - p) / (q - p)) * (b - a), ticks: (count: number) => ticks(a, b, count) });
}
