// A histogram whose bars carry their count; marks stand where median, p90 or an edge is. What a bar opens, its table's cell
// opens too: that is the way by keyboard.
import { max } from 'd3-array';
import { show } from '../view/address';
import { count } from '../view/figures';
import { scale } from './scale';
import { letter, useWidth } from './width';

export interface Bar { name: string; value: number }
export interface BarMark { at: number; text: string; row?: number }

export function Bars({ bars, marks, label, axis, open }: { bars: Bar[]; marks: BarMark[]; label: string; axis: string; open?: (bar: string) => string }) {
  const { ref, width } = useWidth(420);
  const [height, top, bottom] = [210, 40, 34];
  const slot = width / bars.length;
  const y = scale([0, max(bars, (b) => b.value) || 1], [height - bottom, top + 14]);
  const across = (m: BarMark) => Math.min(m.at, bars.length) * slot;
  return (
    <div class="chart" ref={ref}>
      <svg width={width} height={height} role="img" aria-label={label}>
        {bars.map((b, i) => (
          <g onClick={open && (() => show({ show: open(b.name) }))} style={open && { cursor: 'pointer' }}>
            <rect x={i * slot + 2} width={Math.max(1, slot - 4)} y={y(b.value)} height={height - bottom - y(b.value)} fill="var(--accent)" opacity=".8" rx="1.500" />
          </g>
        ))}
        {marks.map((m) => <line class="hair" x1={across(m)} x2={across(m)} y1={(m.row ?? 0) * 13 + 4} y2={height - bottom} />)}
        {bars.map((b, i) => (
          <g style={{ pointerEvents: 'none' }}>
            {b.value > 0 && <text x={(i + 0.5) * slot} y={y(b.value) - 4} text-anchor="middle" class="value">{count(b.value)}</text>}
            <text x={(i + 0.5) * slot} y={height - bottom + 14} text-anchor="middle" style={{ fontSize: slot < 44 ? '9.5px' : '' }}>{b.name.length * letter > slot && b.name.includes('-') ? b.name.split('-')[0] + '–' : b.name.replace('-', '–')}</text>
          </g>
        ))}
        <text x={width / 2} y={height - 4} text-anchor="middle">{axis}</text>
        {marks.map((m) => {
          const at = across(m);
          const left = at > width - 140;
          return <text x={at + (left ? -4 : 4)} y={(m.row ?? 0) * 13 + 11} text-anchor={left ? 'end' : 'start'} class="value">{m.text}</text>;
        })}
      </svg>
    </div>
  );
}
