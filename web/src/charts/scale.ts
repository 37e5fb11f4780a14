// Where values stand on a chart.

/** Where a value of *domain* stands in *range*. */
export function scale([low, high]: number[], [from, to]: number[]) {
  return (value: number) => from + ((value - low) / (high - low || 1)) * (to - from);
}
