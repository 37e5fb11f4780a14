import { max } from 'd3-array';
import { line } from 'd3-shape';
import { scale } from './scale';

/** A line of the size of a word. */
export function Spark({ values, tone = 'var(--accent)', label }: { values: number[]; tone?: string; label: string }) {
  const [width, height] = [76, 18];
  const [low, top] = [Math.min(0, ...values), max(values) || 1];
  const x = scale([0, Math.max(1, values.length - 1)], [1, width - 1]), y = scale([low, Math.max(0, top)], [height - 2, 2]);
  return <svg class="spark" width={width} height={height} role="img" aria-label={label}><path d={line<number>((_, i) => x(i), y)(values)!} fill="none" stroke={tone} stroke-width="1.25" /></svg>;
}
