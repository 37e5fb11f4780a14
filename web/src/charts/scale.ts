// Places on a chart: an axis by proportion, and lines from place to place.

/** Where a value of *domain* stands in *range*. */
export function scale([low, high]: number[], [from, to]: number[]) {
  return (value: number) => from + ((value - low) / (high - low || 1)) * (to - from);
}

/** A line through the places of *values*, broken where one is not known. */
export function linePath(values: (number | null)[], x: (index: number) => number, y: (value: number) => number): string {
  return values.map((v, i) => (v === null ? '' : `${values[i - 1] == null ? 'M' : 'L'}${x(i).toFixed(1)},${y(v).toFixed(1)}`)).join('');
}
