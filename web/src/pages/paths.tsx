// The ways to conversions: step by step, the most frequent, how long they are and how long they took.
import { useState } from 'preact/hooks';
import type { PathsReport, Pattern, RoasReport } from '../api/answers';
import { Bars } from '../charts/bars';
import { flowOf, other, passes } from '../charts/flow';
import { Sankey } from '../charts/sankey';
import { Figure, Panel } from '../parts/figure';
import { Heat } from '../parts/heat';
import { Scroll } from '../parts/scroll';
import { Caveats } from '../parts/sums';
import { Table, type Column } from '../parts/table';
import { Ask, Choice, Dot, From, Mark, colour } from '../parts/words';
import { asks, param, show } from '../view/address';
import { count, difference, money, percent, plural, ratio, same, shared, sum, word } from '../view/figures';
import { durationText } from '../view/days';
import { reportAddress, useReport } from '../view/report';
import { NoData } from './overview';

const dimensions = { channel: 'Channel', campaign: 'Campaign', source_medium: 'Source / medium' };
const dimensionOf = (r: PathsReport) => (r.meta as { dimension?: keyof typeof dimensions }).dimension ?? 'channel';
const steps = 4;
const mostNames = 6;

export function Path({ names }: { names: string[] }) {
  return <span>{names.map((n, i) => <span>{i > 0 && <span aria-hidden="true"> › </span>}<i class="dot" style={{ background: colour(n), marginRight: 4 }} aria-hidden="true" />{n}</span>)}</span>;
}

/** Whether touchpoints in a row that are alike are one step. */
const folds = (r: PathsReport) => (r.meta as { transform?: string }).transform === 'exposure';

/** Where *value* falls on an axis of bars of which each ends at `ends`. */
function place(value: number, starts: number[], ends: number[]): number {
  const i = ends.findIndex((end) => value <= end);
  if (i < 0) return ends.length;
  return i + (value - starts[i]) / Math.max(1, ends[i] - starts[i] + 1);
}

function LagBars({ r }: { r: PathsReport }) {
  const bounds = r.lag_histogram.map((b) => b.days.replace('+', '').split('-').map(Number));
  const starts = bounds.map((b) => b[0]);
  const ends = bounds.map((b, i) => (b[1] ?? (i < bounds.length - 1 ? bounds[i + 1][0] - 0.001 : Infinity)) + (b[1] !== undefined ? 0.999 : 0));
  const day = 86_400;
  const t = r.time_to_convert;
  const marks = [
    ...(t.median_seconds !== null ? [{ at: place(t.median_seconds / day, starts, ends), text: `median ${durationText(t.median_seconds)}` }] : []),
    ...(t.p90_seconds !== null ? [{ at: place(t.p90_seconds / day, starts, ends), text: `90 % within ${durationText(t.p90_seconds)}`, row: 1 }] : []),
    ...(r.meta.lookback_days ? [{ at: place(r.meta.lookback_days, starts, ends), text: `window ${r.meta.lookback_days} d`, row: 2 }] : []),
  ];
  return (
    <Figure title="Days from first touchpoint" file="lag" note="0 is less than a day." table={{ caption: 'Days from the first touchpoint to the conversion', rows: r.lag_histogram, name: (b) => b.days, columns: [
      { key: 'days', title: 'Days', text: true }, { key: 'conversions', title: 'Conversions', as: count, open: (b) => `path~${dimensionOf(r)}~days~${b.days}` },
      { key: 'share', title: 'Share', value: (b) => b.conversions / r.total_paths, as: (v) => percent(v, 1) }] }}>
      <Bars bars={r.lag_histogram.map((b) => ({ name: b.days, value: b.conversions }))} open={(name) => `path~${dimensionOf(r)}~days~${name}`} marks={marks} axis="days" label={`Days from the first touchpoint to the conversion: median ${t.median_seconds === null ? 'unknown' : durationText(t.median_seconds)}. What lies before the window of ${r.meta.lookback_days} days cannot show here.`} />
    </Figure>
  );
}

function LengthBars({ r }: { r: PathsReport }) {
  const marks = [...(r.median !== null ? [{ at: r.median - 0.5, text: `median ${r.median}` }] : []), ...(r.p90 !== null ? [{ at: r.p90 - 0.5, text: `90 % within ${r.p90}`, row: 1 }] : [])];
  return (
    <Figure title="Touchpoints on the way" file="length" note="Each touchpoint counts here, also several in a row that are one step above." table={{ caption: 'Touchpoints on the way', rows: r.length_histogram, name: (b) => b.touchpoints, columns: [
      { key: 'touchpoints', title: 'Touchpoints', text: true }, { key: 'conversions', title: 'Conversions', as: count, open: (b) => `path~${dimensionOf(r)}~touchpoints~${b.touchpoints}` },
      { key: 'share', title: 'Share', value: (b) => b.conversions / r.total_paths, as: (v) => percent(v, 1) }] }}>
      <Bars bars={r.length_histogram.map((b) => ({ name: b.touchpoints, value: b.conversions }))} open={(name) => `path~${dimensionOf(r)}~touchpoints~${name}`} marks={marks} axis="touchpoints" label={`Touchpoints before a conversion: ${ratio(r.avg_touchpoints)} on average, median ${r.median}`} />
    </Figure>
  );
}

export function Paths() {
  const dimension = (param('dimension') ?? 'channel') as keyof typeof dimensions;
  const answer = useReport<PathsReport>('paths', 'touches', { dimension, top: 1000 });
  const csv = reportAddress('paths.csv', 'touches', { dimension, top: 1000 });
  const [chosen, setChosen] = useState<string | null>(null);
  return (
    <>
      <div class="line"><Choice label="Steps are" value={dimension} options={dimensions} onPick={(v) => { setChosen(null); show({ dimension: v === 'channel' ? null : v }); }} /></div>
      <From answer={answer} height={420}>{(r) => {
        if (!r.total_paths) return <Panel title="Paths to conversion"><NoData booked={r.no_touch > 0} /></Panel>;
        const depth = Math.min(steps, Math.max(...r.top_patterns.map((p) => p.path.length)));
        const flow = flowOf(r.top_patterns, depth, mostNames);
        const kept = new Set(flow.nodes.map((n) => n.name));
        const listed = chosen ? r.top_patterns.filter((p) => passes(p, chosen, depth, (name) => kept.has(name))) : r.top_patterns;
        const listedConversions = listed.reduce((n, p) => n + p.conversions, 0);
        const asked = (p: Pattern) => asks`path~${dimension}~path~${p.path.join(' > ')}`;
        const columns: Column<Pattern>[] = [
          { key: 'path', title: 'Path', text: true, value: (p) => p.path.join(' > '), cell: (p) => <Path names={p.path} /> },
          { key: 'conversions', title: 'Conversions', as: count, open: (p) => asked(p) },
          { key: 'share', title: 'Share', value: (p) => p.conversions / r.total_paths, as: (v) => percent(v, 1), open: (p) => asked(p) },
          { key: 'conversion_rate', title: 'Rate', hint: 'how many of those who went this way converted', as: percent, open: (p) => asked(p) },
          { key: 'revenue', title: 'Revenue', as: money, open: (p) => asked(p) },
        ];
        const single = r.length_histogram.find((b) => b.touchpoints === '1')?.conversions ?? 0;
        const oneStep = r.top_patterns.filter((p) => p.path.length === 1).reduce((n, p) => n + p.conversions, 0);
        const table = { caption: 'Paths', columns, rows: listed, name: (p: Pattern) => p.path.join('>'), sort: 'conversions', most: 12 };
        return (
          <>
            <Figure title="Step by step to the conversion" file="paths" csv={csv} table={table}
              note={<>{count(flow.conversions)} of {plural(r.total_paths, 'conversion')} with a touchpoint ({percent(flow.conversions / r.total_paths)}) {word(flow.conversions, 'is', 'are')} drawn{r.no_touch ? `; ${count(r.no_touch)} more ${word(r.no_touch, 'has', 'have')} none` : ''}. Of each the last {plural(depth, 'step')}; names beyond the {mostNames} most frequent are {other}. {chosen ? <>Chosen: <b>{chosen.split(':').slice(1).join(':')}</b>, {percent(listedConversions / flow.conversions)} of them. <button type="button" class="link" onClick={() => setChosen(null)}>All</button></> : 'Press a node to follow it.'}</>}>
              <Sankey flow={flow} chosen={chosen} onChoose={setChosen} label="The last touchpoints before conversions, step by step; the table has every path" />
            </Figure>
            <Panel title={chosen ? `Paths through ${chosen.split(':').slice(1).join(':')}` : 'Top paths'} note={<>Rate is how many of those who went exactly this way converted. {folds(r) && <>Touchpoints of one {dimensions[dimension].toLowerCase()} in a row are one step: {plural(oneStep, 'conversion')} {word(oneStep, 'has', 'have')} a path of one step, {count(single)} of them a single touchpoint.</>}</>}><Table {...table} key={chosen ?? ''} />
              <p class="sum"><Mark>Σ</Mark> {plural(listed.length, 'path')}: {plural(listedConversions, 'conversion')}, {money(sum(listed.map((p) => p.revenue)))} {r.meta.currency}</p><Caveats meta={r.meta} /></Panel>
            <BesideRoas r={r} />
            <div class="two even"><LengthBars r={r} /><LagBars r={r} /></div>
            <div class="two even"><Roles r={r} /><Heat report={r} /></div>
          </>
        );
      }}</From>
    </>
  );
}

/** Why this page's sums are not those of the ROAS page, in figures of both. */
function BesideRoas({ r }: { r: PathsReport }) {
  const roas = useReport<RoasReport>('roas', 'model').value;
  if (!roas) return null;
  const c = r.meta.currency;
  const listed = r.top_patterns.reduce((n, p) => n + p.conversions, 0);
  const here = sum(r.top_patterns.map((p) => p.revenue));
  const { totals, unattributed } = roas;
  const there = difference(totals.booked, unattributed.revenue);
  const rest = difference(here, there);
  const signed = (x: string) => (x.startsWith('-') ? money(x) : `+${money(x)}`);
  const counted = r.total_paths - (totals.conversions - unattributed.conversions);
  return (
    <Panel title="Beside the ROAS page" note="Both pages have the same orders, each once. They count them differently.">
      <Scroll label="Sums of this page and of the ROAS page"><table><caption class="unseen">Sums of this page and of the ROAS page</caption>
        <thead><tr><th scope="col">What</th><th scope="col" class="n">Conversions</th><th scope="col" class="n">Revenue, {c}</th></tr></thead>
        <tbody>
          <tr><th scope="row">The ROAS page, all of it</th><td class="n"><Ask open="how~revenue">{shared(totals.conversions)}</Ask></td><td class="n"><Ask open="how~revenue">{money(totals.booked)}</Ask></td></tr>
          <tr><th scope="row">less those that no touchpoint led to: they have no path</th><td class="n"><Ask open="cell~roas~campaign~(unattributed)">−{shared(unattributed.conversions)}</Ask></td><td class="n"><Ask open="cell~roas~campaign~(unattributed)">{signed(difference('0', unattributed.revenue))}</Ask></td></tr>
          {(counted !== 0 || !same(rest, '0')) && <tr><th scope="row">dated otherwise: refunds and corrections</th><td class="n">{counted ? (counted > 0 ? '+' : '−') + shared(Math.abs(counted)) : '0'}</td><td class="n">{listed === r.total_paths ? signed(rest) : '–'}</td></tr>}
        </tbody>
        <tfoot><tr><th scope="row">This page, {listed === r.total_paths ? 'all paths' : `of ${count(r.total_paths)} the ${count(listed)} conversions of the most frequent paths`}</th><td class="n">{count(r.total_paths)}</td><td class="n">{money(here)}</td></tr></tfoot></table></Scroll>
      <p class="note">{same(rest, '0') ? 'Nothing was refunded across the edge of these days, so the rest is the same.' : 'Here an order sold in these days has what is left of it by now, with every refund since. ROAS books each refund on its own day: one made in these days for an older order is taken off there and not here, one made after them the other way round.'}</p>
    </Panel>
  );
}

/** Who begins, who helps, who closes. */
function Roles({ r }: { r: PathsReport }) {
  const all = (x: PathsReport['roles'][number]) => x.opener + x.assist + x.closer;
  const part = (role: 'opener' | 'assist' | 'closer', x: PathsReport['roles'][number]) => <><i class="meter" style={{ width: `${all(x) ? (44 * x[role]) / all(x) : 0}px` }} /><Ask open={asks`path~${dimensionOf(r)}~${role}~${x.name}`}>{count(x[role])}</Ask></>;
  return (
    <Panel title="Early, mid, late" note="How often each opens a path, helps on it, and closes it. A bar is the share of its own row.">
      <Table caption="Roles" rows={r.roles} name={(x) => x.name} sort="closer" most={10} columns={[
        { key: 'name', title: dimensions[dimensionOf(r)], text: true, cell: (x) => <><Dot name={x.name} />{x.name}</> },
        { key: 'opener', title: 'Opens', cell: (x) => part('opener', x) },
        { key: 'assist', title: 'Helps', cell: (x) => part('assist', x) },
        { key: 'closer', title: 'Closes', cell: (x) => part('closer', x) },
      ]} />
    </Panel>
  );
}
