import type { DailyReport, DailyRow, DedupReport, Meta, RoasReport, RoasRow } from '../api/answers';
import { useAnswer } from '../api/use';
import { DaysChart } from '../charts/days';
import { Attention } from '../parts/attention';
import { Figure, Panel, CsvLink } from '../parts/figure';
import { Caveats, Sum } from '../parts/sums';
import { Table, type Column } from '../parts/table';
import { Ask, Changed, Dot, Empty, From, Named, Since } from '../parts/words';
import { asks, linkTo, show } from '../view/address';
import { addDays, dayText, durationText, monthOf } from '../view/days';
import { count, money, percent, plural, priced, ratio, shared } from '../view/figures';
import { reportAddress, useBefore, useReport, useTotals } from '../view/report';
import { before, beforeText, latestAddress, latestDay, minuteText } from '../view/scope';
import type { ConversionList } from '../api/answers';
import type { ComponentChildren } from 'preact';

function Tile({ name, open, figure, unit, children }: { name: string; open: string; figure: string; unit?: string; children?: ComponentChildren }) {
  return (
    <div class="tile">
      <span class="name">{name}</span>
      <Ask open={open}><b>{figure}</b>{unit && <small>{unit}</small>}</Ask>
      <span class="under">{children}</span>
    </div>
  );
}

/** An amount; that there is no rate, where this is why it is nothing. */
const amount = (of: string, { unconverted, currency }: Meta, what: 'entries' | 'spend_rows') =>
  (!+of && unconverted.some((u) => u[what]) ? { figure: 'no rate' } : { figure: money(of), unit: currency });

function Tiles() {
  const roas = useTotals();
  const was = useBefore<RoasReport>('roas', 'model').value;
  const dedup = useReport<DedupReport>('dedup', 'days').value;
  const newest = useAnswer<ConversionList>(latestAddress()).value?.data[0];
  return (
    <From answer={roas} height={86}>{(r) => (<>
      <Caveats meta={r.meta} />
      <div class="tiles">
        <Tile name="Blended ROAS" open="how~blended" figure={ratio(r.blended.roas)}><Since now={r.blended.roas} then={was?.blended.roas} was={ratio(was?.blended.roas)} less={false} />all revenue ÷ all spend</Tile>
        <Tile name="Revenue" open="how~revenue" {...amount(r.totals.booked, r.meta, 'entries')}><Since now={+r.totals.booked} then={was && +was.totals.booked} was={money(was?.totals.booked)} less={false} />net of refunds{!r.meta.complete && ', without amounts that have no rate'}</Tile>
        <Tile name="Spend" open="how~spend" {...amount(r.totals.spend, r.meta, 'spend_rows')}><Since now={+r.totals.spend} then={was && +was.totals.spend} was={money(was?.totals.spend)} />{plural(r.totals.clicks, 'click')}</Tile>
        <Tile name="Conversions" open="how~revenue" figure={shared(r.totals.conversions)}><Since now={r.totals.conversions} then={was?.totals.conversions} was={shared(was?.totals.conversions)} less={false} />{r.totals.new_customer_share != null && `${percent(r.totals.new_customer_share)} of revenue from new customers`}</Tile>
        {dedup && <Tile name="Duplicates removed" open="how~duplicates" figure={count(dedup.totals.duplicates)}>{priced(dedup.totals.duplicate_value, dedup)} {r.meta.currency} not counted twice</Tile>}
        {newest && <Tile name="Freshness" open="how~freshness" figure={`${durationText(Math.max(0, Date.now() - Date.parse(newest.occurred_at)) / 1000).split(' ').slice(0, 2).join(' ')} ago`}>
          latest conversion {minuteText(newest.occurred_at)}</Tile>}
      </div>
    </>)}</From>
  );
}

const nameOf = ({ group }: DailyRow) => group.month ?? group.day!;

/** So many days are drawn one by one; more are drawn by month. */
const mostDays = 400;

function ByDay() {
  const extra = (useReport<DailyReport>('daily', 'model').value?.rows.length ?? 0) > mostDays ? { interval: 'month' } : {};
  const daily = useReport<DailyReport>('daily', 'model', extra);
  const was = useBefore<DailyReport>('daily', 'model', extra).value;
  return (
    <From answer={daily} height={290}>{(r) => {
      const rows = r.rows;
      if (!rows.length) return <Panel title="Revenue and spend by day"><NoData /></Panel>;
      const months = !!rows[0].group.month;
      const unit = months ? 'month' : 'day';
      const title = `Revenue and spend by ${unit}`;
      const days = rows.map(nameOf);
      const old = days.map((_, i) => (was ? Number(was.rows[i]?.revenue ?? NaN) : NaN)).map((v) => (Number.isNaN(v) ? null : v));
      const series = [
        { name: 'Revenue', tone: 'var(--accent)', values: rows.map((d) => +d.revenue!), filled: true },
        { name: 'Spend', tone: 'var(--warm)', values: rows.map((d) => +d.spend) },
        ...(was ? [{ name: `Revenue ${beforeText.value}`, tone: 'var(--soft)', values: old, dashed: true }] : []),
      ];
      const columns: Column<DailyRow>[] = [
        { key: unit, title: months ? 'Month' : 'Day', text: true, value: nameOf, cell: (d) => (months ? dayText(nameOf(d)) : <Ask open={`cell~attribution~day~${nameOf(d)}`}>{dayText(nameOf(d), true)}</Ask>) },
        { key: 'spend', title: 'Spend', as: money },
        { key: 'conversions', title: 'Conversions', as: shared },
        { key: 'revenue', title: 'Revenue', as: money },
        { key: 'attributed_revenue', title: 'Attributed', as: money },
        { key: 'blended_roas', title: 'Blended ROAS', as: ratio },
      ];
      return (
        <Figure title={title} file="daily" csv={reportAddress('daily.csv', 'model', extra)}
          side={<span class="legend">{series.map((s) => <span><i style={{ background: s.tone }} />{s.name}</span>)}</span>}
          table={{ caption: title, columns, rows, name: nameOf, sort: unit }}>
          <DaysChart days={days} series={series} onBrush={(a, b) => show({ range: null, from: months ? monthOf(days[a])[0] : days[a], to: months ? monthOf(days[b])[1] : addDays(days[b], 1) })}
            label={`${title} from ${dayText(days[0], true)} to ${dayText(days[days.length - 1], true)}: ${money(r.totals.revenue)} earned, ${money(r.totals.spend)} spent. Arrow keys walk the ${unit}s; drag, or hold Shift and press Enter, to choose a stretch.`}
            tell={(i) => [['Revenue', money(rows[i].revenue)], ['Spend', money(rows[i].spend)], ['Blended ROAS', ratio(rows[i].blended_roas)], ['Conversions', shared(rows[i].conversions)],
              ...(was?.rows[i] ? [[`Revenue ${dayText(nameOf(was.rows[i]))}`, money(was.rows[i].revenue)]] : [])]} />
          <Sum parts={rows.map((d) => d.revenue)} total={r.totals.revenue} currency={r.meta.currency} what={plural(rows.length, unit)} />
        </Figure>
      );
    }}</From>
  );
}

/** Says why there is nothing and how something comes. @param booked whether conversions are there, and what led to them is not */
export function NoData({ booked }: { booked?: boolean }) {
  if (booked) return <Empty>Nothing in these days is the credit of a campaign: no touchpoint led to what was booked. Touchpoints come from <code>/hub.js</code>, the sources, or <code>convhub import touches.csv --kind touchpoints</code>.</Empty>;
  return <Empty>Nothing happened in these days. {latestDay.value && <>The latest conversion is of {dayText(latestDay.value, true)}. </>}
    <button type="button" class="link" onClick={() => show({ range: 'all', from: null, to: null })}>Show all time</button> or load data: <code>convhub import orders.csv</code>.</Empty>;
}

function TopCampaigns() {
  const roas = useReport<RoasReport>('roas', 'model');
  const was = useBefore<RoasReport>('roas', 'model').value;
  const then = (row: RoasRow) => was?.rows.find((r) => r.group.campaign_id === row.group.campaign_id);
  const columns: Column<RoasRow>[] = [
    { key: 'campaign', title: 'Campaign', text: true, value: (r) => r.group.name, cell: (r) => <><Dot name={r.group.name!} /><Named of={r} among={roas.value!.rows} /></> },
    { key: 'spend', title: 'Spend', as: (a) => priced(a, roas.value!), open: (r) => asks`spend~${r.group.campaign_id}` },
    { key: 'revenue', title: 'Revenue', as: (a) => priced(a, roas.value!), open: (r) => asks`cell~roas~campaign~${r.group.campaign_id}` },
    { key: 'roas', title: 'ROAS', as: ratio, open: (r) => asks`how~roas~${r.group.campaign_id}` },
    ...(before.value ? [{ key: 'change', title: 'Revenue change', hint: `revenue of these days against that of ${beforeText.value}`, value: (r: RoasRow) => (then(r) ? +r.revenue / +then(r)!.revenue : null), cell: (r: RoasRow) => <Changed of={asks`revenue~${r.group.campaign_id}`} now={+r.revenue} then={then(r) && +then(r)!.revenue} /> }] : []),
  ];
  return (
    <From answer={roas} height={260}>{(r) => (
      <Panel title="Top campaigns" note={before.value && r.rows.length > 0 && `Revenue change is against the campaign's revenue of ${beforeText.value}.`} side={<><a class="tool" href={linkTo('roas')}>All</a><CsvLink href={reportAddress('roas.csv', 'model')} name="roas" /></>}>
        {r.rows.length ? <Table caption="Top campaigns" columns={columns} rows={r.rows} name={(row) => row.group.campaign_id!} sort="revenue" most={8} /> : <NoData booked={r.totals.conversions > 0} />}
        {r.rows.length > 0 && <Sum parts={[...r.rows.map((row) => row.revenue), r.unattributed.revenue]} total={r.totals.booked} currency={r.meta.currency} what={`${plural(r.rows.length, 'campaign')} and unattributed`} />}
      </Panel>
    )}</From>
  );
}

export function Overview() {
  return <><Tiles /><ByDay /><div class="two"><TopCampaigns /><Attention /></div></>;
}
