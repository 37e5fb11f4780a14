// What customers were worth since their first conversion, by the month it was in.
import type { CohortReport, CohortRow } from '../api/answers';
import { CsvLink, Panel } from '../parts/figure';
import { Scroll } from '../parts/scroll';
import { Caveats, Sum } from '../parts/sums';
import { Ask, Choice, Dot, Empty, From } from '../parts/words';
import { asks, param, show } from '../view/address';
import { dayText } from '../view/days';
import { count, money, roughly, shared, sum } from '../view/figures';
import { reportAddress, useReport } from '../view/report';

const spans = ['0', '7', '30', '60', '90', '180', '365'];

type Worth = Pick<CohortRow, 'customers' | 'revenue' | 'revenue_by_day'>;

function Cells({ row, each, top, open }: { row: Worth; each: boolean; top: number; open: string }) {
  return (
    <>
      {spans.map((d) => {
        const value = row.revenue_by_day[d];
        if (value === null || value === undefined) return <td class="n" title="The data do not reach that far">·</td>;
        const per = row.customers ? +value / row.customers : 0;
        return <td class="n tinted" style={{ background: `color-mix(in srgb, var(--accent) ${Math.round(Math.max(0, Math.min(1, per / top)) * 32)}%, transparent)` }}><Ask open={`${open}~${d}`}>{worth({ ...row, revenue: value }, each)}</Ask></td>;
      })}
    </>
  );
}

function head(first: string) {
  return <thead><tr><th scope="col">{first}</th><th scope="col" class="n">Customers</th><th scope="col" class="n" title="What was spent in that month">Spend</th>{spans.map((d) => <th scope="col" class="n">Day {d}</th>)}<th scope="col" class="n">So far</th><th scope="col" class="n" title="The first day by which their revenue had reached the spend of the month">Paid back</th></tr></thead>;
}

/** Nobody has no worth each. */
const worth = (row: Worth, each: boolean) => (!each ? money(row.revenue) : row.customers ? money((+row.revenue! / row.customers).toFixed(2)) : '–');
const payback = (row: CohortRow, open: string) => (row.payback_day === null || row.payback_day === undefined ? '–' : <Ask open={`${open}~${row.payback_day}`}>day {row.payback_day}</Ask>);

export function Cohorts() {
  const by = param('by') ?? 'channel';
  const each = param('worth') !== 'sum';
  const answer = useReport<CohortReport>('cohorts', 'model', { group_by: by });
  const tools = <><Choice label="Group by" value={by} options={{ channel: 'Channel', campaign: 'Campaign' }} onPick={(v) => show({ by: v === 'channel' ? null : v })} /><Choice label="Worth" value={each ? 'each' : 'sum'} options={{ each: 'Per customer', sum: 'In all' }} onPick={(v) => show({ worth: v === 'each' ? null : v })} /></>;
  return (
    <From answer={answer} height={360}>{(r) => {
      const months = r.cohorts ?? [];
      if (!months.length) return <Panel title="Worth by month of the first conversion" side={tools}><Empty>No customer had a first conversion in these days. <button type="button" class="link" onClick={() => show({ range: 'all', from: null, to: null })}>Show all time</button></Empty></Panel>;
      const ripe = months.filter((m) => m.revenue_by_day['0'] != null);
      const month = param('month') ?? (ripe[ripe.length - 1] ?? months[months.length - 1]).cohort;
      const per = (row: Worth) => spans.map((d) => (row.customers ? +(row.revenue_by_day[d] ?? 0) / row.customers : 0));
      const top = Math.max(1, ...months.flatMap(per)) * 1.2;
      const rows = r.rows.filter((x) => x.cohort === month).sort((a, b) => b.customers - a.customers);
      const of = (cohort: string, group = '') => asks`cohort~${by}~${cohort}~${group}`;
      const rest = (r.unattributed ?? []).find((x) => x.cohort === month);
      return (
        <>
          <Panel title="Worth by month of the first conversion" side={<>{tools}<CsvLink href={reportAddress('cohorts.csv', 'model', { group_by: by })} name="cohorts" /></>}
            note={<>Net revenue {each ? 'per customer' : 'in all'} by so many days after the first conversion, in {r.meta.currency}. A dot stands where the <Ask open="how~freshness">data</Ask> do not reach for all of them yet. A figure falls from one day to a later one where refunds came. Paid back is the first day by which the revenue that is known had reached the spend of that month, even where its own figure is still a dot.</>}>
            <Scroll label="Worth by month"><table><caption class="unseen">Worth by month of the first conversion</caption>{head('First conversion')}
              <tbody>{months.map((m) => (
                <tr key={m.cohort}><th scope="row"><button type="button" class="ask" aria-pressed={m.cohort === month} onClick={() => show({ month: m.cohort })}>{dayText(m.cohort)}</button></th><td class="n"><Ask open={of(m.cohort)}>{count(m.customers)}</Ask></td><td class="n"><Ask open={`spend~*~${m.cohort}`}>{money(m.spend)}</Ask></td><Cells row={m} each={each} top={top} open={of(m.cohort)} /><td class="n"><Ask open={of(m.cohort)}>{worth(m, each)}</Ask></td><td class="n">{payback(m, of(m.cohort))}</td></tr>
              ))}</tbody></table></Scroll>
            <Caveats meta={r.meta} />
          </Panel>
          <Panel title={`${dayText(month)}, by ${by}`} note={`Who brought the customers of that month: a ${by} for ${roughly(rows.reduce((n, x) => n + x.customers, 0))} of them.${by === 'channel' ? ' Spend is known by campaign, so a channel has none here and no day of payback: group by campaign to see them.' : ''}`}>
            <Scroll label={`Worth by ${by}`}><table><caption class="unseen">Worth by {by}</caption>{head(by === 'channel' ? 'Channel' : 'Campaign')}
              <tbody>{rows.map((x) => {
                const name = x.group?.name ?? x.group?.channel ?? '';
                const open = of(month, x.group?.campaign_id ?? x.group?.channel);
                return <tr key={name}><th scope="row"><Dot name={name} />{name}</th><td class="n"><Ask open={open}>{shared(x.customers)}</Ask></td><td class="n">{x.spend == null ? money(x.spend) : <Ask open={asks`spend~${x.group?.campaign_id}~${month}`}>{money(x.spend)}</Ask>}</td><Cells row={x} each={each} top={top} open={open} /><td class="n"><Ask open={open}>{worth(x, each)}</Ask></td><td class="n">{payback(x, open)}</td></tr>;
              })}</tbody>
              {rest && <tfoot><tr class="light"><th scope="row">(unattributed)</th><td class="n"><Ask open={of(month, '(unattributed)')}>{count(rest.customers)}</Ask></td><td class="n">–</td><Cells row={rest} each={each} top={top} open={of(month, '(unattributed)')} /><td class="n"><Ask open={of(month, '(unattributed)')}>{worth(rest, each)}</Ask></td><td class="n">–</td></tr></tfoot>}</table></Scroll>
            <Sum parts={[...rows.map((x) => x.revenue), rest?.revenue]} total={months.find((m) => m.cohort === month)?.revenue ?? sum([])} currency={r.meta.currency} what="Revenues so far" />
          </Panel>
        </>
      );
    }}</From>
  );
}
