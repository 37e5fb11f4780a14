// One line a campaign across the models: level lines do not care which model is asked, steep ones do.
import { max, ticks } from 'd3-array';
import { roughly } from '../view/figures';
import { scale } from './scale';
import { fit, useWidth } from './width';

export interface SlopeLine { name: string; values: number[]; sensitive: boolean }

/** Labels moved apart so that none stands on another. */
function apart(places: number[], least: number): number[] {
  const order = places.map((_, i) => i).sort((a, b) => places[a] - places[b]);
  const out = [...places];
  for (let i = 1; i < order.length; i++) out[order[i]] = Math.max(out[order[i]], out[order[i - 1]] + least);
  return out;
}

export function Slope({ lines, models, label, chosen, onChoose }: {
  lines: SlopeLine[]; models: string[]; label: string; chosen: string | null; onChoose: (name: string | null) => void;
}) {
  const { ref, width } = useWidth();
  const right = Math.min(180, width * 0.34);
  const [left, top, bottom] = [44, 26, 12];
  const height = Math.max(260, lines.length * 20 + top + bottom);
  const x = (i: number) => left + (i * (width - left - right)) / Math.max(1, models.length - 1);
  const most = max(lines, (l) => max(l.values)) || 1;
  const y = scale([0, most], [height - bottom, top + 8]);
  const labels = apart(lines.map((l) => y(l.values[l.values.length - 1])), 15);
  const overflow = Math.max(0, Math.max(...labels) - (height - 6));
  const step = width < 520 ? models.length : width < 800 ? 2 : 1;
  return (
    <div class="chart" ref={ref}>
      <svg width={width} height={height + overflow} role="img" aria-label={label}>
        {models.map((m, i) => (
          <g><line class="grid" x1={x(i)} x2={x(i)} y1={top} y2={height - bottom} />
            {(i % step === 0 && (step < 2 || i < models.length - 2)) || i === models.length - 1 ? <text x={x(i)} y={14} text-anchor={i === 0 ? 'start' : i === models.length - 1 ? 'end' : 'middle'}>{m}</text> : null}</g>
        ))}
        {ticks(0, most, 5).map((t) => <text x={left - 8} y={y(t)} dy=".32em" text-anchor="end">{roughly(t)}</text>)}
        {lines.map((l, i) => {
          const tone = l.sensitive ? 'var(--warn)' : 'var(--accent)';
          const faint = chosen !== null && chosen !== l.name;
          return (
            <g key={l.name} opacity={faint ? 0.18 : 1} onPointerEnter={() => onChoose(l.name)} onPointerLeave={() => onChoose(null)}>
              <polyline points={l.values.map((v, k) => `${x(k)},${y(v)}`).join(' ')} fill="none" stroke={tone} stroke-width={chosen === l.name ? 2.5 : 1.5} />
              {l.values.map((v, k) => <circle cx={x(k)} cy={y(v)} r="2.500" fill={tone} />)}
              <path d={`M${x(models.length - 1) + 4},${y(l.values[l.values.length - 1])}L${width - right + 12},${labels[i]}`} stroke="var(--line)" fill="none" />
              <text class="value" x={width - right + 16} y={labels[i]} dy=".32em"><title>{l.name}</title>{fit(l.name, right - 18)}</text>
            </g>
          );
        })}
      </svg>
    </div>
  );
}
