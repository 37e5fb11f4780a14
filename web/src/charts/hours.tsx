// Hours side by side: bars are what came, the steps are what usually comes.
import { max } from 'd3-array';

export interface Hour { hour: string; events: number; usual: number | null }

export function Hours({ hours, label }: { hours: Hour[]; label: string }) {
  const [slot, height] = [6, 30];
  const top = max(hours, (h) => Math.max(h.events, h.usual ?? 0)) || 1;
  const y = (value: number) => height - 1 - (value / top) * (height - 3);
  return (
    <svg width={hours.length * slot} height={height} role="img" aria-label={label}>
      {hours.map((h, i) => (
        <g>
          <rect x={i * slot + 1} width={slot - 2} y={y(h.events)} height={height - y(h.events)} fill="var(--accent)" opacity=".8" />
          {h.usual !== null && <line x1={i * slot} x2={(i + 1) * slot} y1={y(h.usual)} y2={y(h.usual)} stroke="var(--ink)" stroke-width="1.25" />}
        </g>
      ))}
    </svg>
  );
}
