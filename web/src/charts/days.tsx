// Revenue and spend by day: crosshair under the pointer or by arrow keys, a stretch chosen by dragging.
import { max, min, nice, ticks } from 'd3-array';
import { line } from 'd3-shape';
import { useState } from 'preact/hooks';
import { dayText } from '../view/days';
import { roughly } from '../view/figures';
import { scale } from './scale';
import { useWidth } from './width';

export interface Series { name: string; tone: string; values: (number | null)[]; dashed?: boolean; /** With the surface under it, which has no gap. */ filled?: boolean }
interface Props { days: string[]; series: Series[]; label: string; height?: number; tell: (index: number) => string[][]; onBrush?: (from: number, to: number) => void }

const margin = { top: 10, right: 8, bottom: 22, left: 42 };

export function DaysChart({ days, series, label, height = 230, tell, onBrush }: Props) {
  const { ref, width } = useWidth();
  const [at, setAt] = useState<number | null>(null);
  const [drag, setDrag] = useState<number | null>(null);
  const last = Math.max(1, days.length - 1);
  const edges = [margin.left, width - margin.right];
  const x = scale([0, last], edges);
  const top = max(series, (s) => max(s.values, (v) => v ?? 0)) || 4;
  const low = Math.min(0, min(series, (s) => min(s.values, (v) => v ?? 0)) ?? 0);
  const domain = nice(low, top, 4);
  const y = scale(domain, [height - margin.bottom, margin.top]);
  const path = line<number | null>((_, i) => x(i), (v) => y(v!)).defined((v) => v !== null);
  const step = Math.max(1, Math.ceil(days.length / Math.max(2, Math.floor(width / 84))));
  const indexOf = (e: PointerEvent) => {
    const box = (e.currentTarget as Element).getBoundingClientRect();
    return Math.max(0, Math.min(days.length - 1, Math.round(scale(edges, [0, last])(e.clientX - box.left))));
  };
  const release = (e: PointerEvent) => {
    if (drag === null) return;
    const [a, b] = [Math.min(drag, indexOf(e)), Math.max(drag, indexOf(e))];
    setDrag(null);
    if (b - a >= 1) onBrush?.(a, b);
  };
  const keys = (e: KeyboardEvent) => {
    const moves: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1, PageUp: -7, PageDown: 7, Home: -days.length, End: days.length };
    if (e.key === 'Escape') { setAt(null); setDrag(null); return; }
    if (e.key === 'Enter' && drag !== null && at !== null && drag !== at) { setDrag(null); onBrush?.(Math.min(drag, at), Math.max(drag, at)); return; }
    if (!(e.key in moves)) return;
    e.preventDefault();
    const from = at ?? (moves[e.key] < 0 ? days.length : -1);
    setDrag(e.shiftKey ? drag ?? from : null);
    setAt(Math.max(0, Math.min(days.length - 1, from + moves[e.key])));
  };
  return (
    <div class="chart" ref={ref}>
      <svg width={width} height={height} role="img" aria-label={label} tabindex={0} onKeyDown={keys} class="crosshair"
        onPointerMove={(e) => setAt(indexOf(e))} onPointerLeave={() => drag === null && setAt(null)}
        onPointerDown={(e) => { if (e.pointerType === 'mouse') e.currentTarget.setPointerCapture(e.pointerId); setDrag(indexOf(e)); }} onPointerUp={release}>
        {ticks(...domain, 4).map((t) => (
          <g><line class="grid" x1={margin.left} x2={width - margin.right} y1={y(t)} y2={y(t)} /><text x={margin.left - 6} y={y(t)} dy=".32em" text-anchor="end">{roughly(t)}</text></g>
        ))}
        {days.map((d, i) => (i % step === 0 && i + step / 2 <= days.length ? <text x={x(i)} y={height - 6} text-anchor={!i ? 'start' : x(i) > width - 36 ? 'end' : 'middle'}>{dayText(d)}</text> : null))}
        {series.filter((s) => s.filled).map((s) => <path d={`${path(s.values)}V${y(0)}H${x(0)}`} fill={s.tone} opacity=".12" />)}
        {series.map((s) => <path d={path(s.values)!} fill="none" stroke={s.tone} stroke-width={s.dashed ? 1.25 : 1.75} stroke-dasharray={s.dashed ? '3 3' : undefined} />)}
        {drag !== null && at !== null && <rect class="brush" x={x(Math.min(drag, at))} width={Math.abs(x(at) - x(drag))} y={margin.top} height={height - margin.top - margin.bottom} />}
        {at !== null && at < days.length && (
          <g><line class="hair" x1={x(at)} x2={x(at)} y1={margin.top} y2={height - margin.bottom} />
            {series.map((s) => (s.values[at] === null || s.values[at] === undefined ? null : <circle cx={x(at)} cy={y(s.values[at]!)} r="3.5" fill={s.tone} />))}</g>
        )}
      </svg>
      {at !== null && at < days.length && (
        <div class="tip" role="status" style={{ left: Math.max(0, Math.min(x(at) + 12, width - 196)) }}>
          <b>{dayText(days[at], true)}</b>
          {tell(at).map(([name, value]) => <p><span>{name}</span><span>{value}</span></p>)}
        </div>
      )}
    </div>
  );
}
