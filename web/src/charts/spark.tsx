import { line } from 'd3-shape';
import { max } from 'd3-array';

/** A line of the size of a word. */
export function Spark({ values, tone = 'var(--accent)', label }: { values: number[]; tone?: string; label: string }) {
  const [width, height] = [76, 18];
  const [low, top] = [Math.min(0, ...values), max(values) || 1];
  const path = line<number>().x((_, i) => 1 + (i * (width - 2)) / Math.max(1, values.length - 1)).y((v) => height - 2 - ((v - low) / (Math.max(0, top) - low || 1)) * (height - 4));
  return <svg class="spark" width={width} height={height} role="img" aria-label={label}><path d={path(values) ?? ''} fill="none" stroke={tone} stroke-width="1.25" /></svg>;
}
