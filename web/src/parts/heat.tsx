// Channel by length of the path: how many conversions each channel had a part in.
import type { PathsReport } from '../api/answers';
import { asks } from '../view/address';
import { count } from '../view/figures';
import { CsvLink, Panel } from './figure';
import { Scroll } from './scroll';
import { Ask, Dot } from './words';

const mostLength = 8;

export function Heat({ report }: { report: PathsReport }) {
  const dimension = (report.meta as { dimension?: string }).dimension ?? 'channel';
  const cells = new Map<string, number[]>();
  for (const p of report.top_patterns)
    for (const name of new Set(p.path)) {
      if (!cells.has(name)) cells.set(name, Array(mostLength).fill(0));
      cells.get(name)![Math.min(p.path.length, mostLength) - 1] += p.conversions;
    }
  const rows = [...cells].sort((a, b) => b[1].reduce((x, y) => x + y, 0) - a[1].reduce((x, y) => x + y, 0)).slice(0, 10);
  const top = Math.max(1, ...rows.flatMap(([, v]) => v));
  const heads = Array.from({ length: mostLength }, (_, i) => (i === mostLength - 1 ? `${mostLength}+` : String(i + 1)));
  const csv = () => [['name', ...heads], ...rows.map(([name, v]) => [`"${name}"`, ...v])].map((l) => l.join(',') + '\n').join('');
  return (
    <Panel title="Part in paths by length" side={<CsvLink text={csv} name="heat" />} note="Conversions whose path of so many steps has the row in it.">
      <Scroll label="Part in paths by length">
        <table class="heat"><caption class="unseen">Conversions by name and length of the path</caption>
          <thead><tr><th scope="col">Steps</th>{heads.map((h) => <th scope="col" class="n">{h}</th>)}</tr></thead>
          <tbody>{rows.map(([name, values]) => (
            <tr key={name}><th scope="row"><Dot name={name} />{name}</th>
              {values.map((v, i) => <td style={{ background: v ? `color-mix(in srgb, var(--accent) ${Math.round(4 + 34 * Math.sqrt(v / top))}%, transparent)` : '' }}>{v ? <Ask open={asks`path~${dimension}~through~${name}~${heads[i]}`}>{count(v)}</Ask> : ''}</td>)}</tr>
          ))}</tbody></table>
      </Scroll>
    </Panel>
  );
}
