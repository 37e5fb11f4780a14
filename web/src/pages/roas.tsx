// What every campaign cost and earned, down to the ad, beside what its platform says.
import { useState } from 'preact/hooks';
import type { AttributionReport, RoasReport, RoasRow } from '../api/answers';
import { Spark } from '../charts/spark';
import { CsvLink, Panel } from '../parts/figure';
import { Caveats, Sum } from '../parts/sums';
import { Table, type Column } from '../parts/table';
import { Ask, Delta, Dot, From } from '../parts/words';
import { count, money, percent, ratio, shared, sum } from '../view/figures';
import { learned, reportAddress, useBefore, useReport } from '../view/report';
import { before, model, modelNames, offline } from '../view/scope';
import { NoData } from './overview';

const idOf = (row: RoasRow) => row.group.campaign_id!;

const whole = (rows: RoasRow[], name: 'spend' | 'revenue' | 'new_customer_revenue') => sum(rows.map((r) => r[name]));

function Twist({ name, of, open, turn }: { name: string; of: string; open: string[]; turn: (name: string) => void }) {
  return <button type="button" class="link twist" aria-expanded={open.includes(name)} aria-label={of} onClick={() => turn(name)}>{open.includes(name) ? '▾' : '▸'}</button>;
}

function useOpen(): [string[], (name: string) => void] {
  const [open, setOpen] = useState<string[]>([]);
  return [open, (name) => setOpen(open.includes(name) ? open.filter((o) => o !== name) : [...open, name])];
}

/** Ad sets of one campaign and, under each, its ads; beside them what nobody told by ad set or by ad. */
function Children({ campaign, columns }: { campaign: string; columns: number }) {
  const answer = useReport<RoasReport>('roas', 'model', { group_by: 'adset,ad', campaign });
  const [open, turn] = useOpen();
  const value = answer.value;
  if (!value) return <tr class="child"><th scope="row" colSpan={columns}>{answer.refusal ? answer.refusal.message : 'Asking…'}</th></tr>;
  const line = (depth: string, what: string, id: string, rows: RoasRow[], ask: string, more = false) => {
    const [spend, revenue] = [+whole(rows, 'spend'), +whole(rows, 'revenue')];
    const claimed = rows.filter((r) => r.platform_revenue);
    const platform = sum(claimed.map((r) => r.platform_revenue));
    return (
      <tr key={ask} class={depth}><th scope="row">{more && <Twist name={id} of={`Ads of ${id}`} open={open} turn={turn} />}{id === '(not set)' ? 'Not broken down' : `${what} ${id}`}</th><td class="n wide" />
        <td class="n">{money(whole(rows, 'spend'))}</td><td class="n">{shared(rows.reduce((n, r) => n + r.conversions, 0))}</td><td class="n"><Ask open={ask}>{money(whole(rows, 'revenue'))}</Ask></td>
        <td class="n">{ratio(spend ? revenue / spend : null)}</td>{before.value && <td class="n">–</td>}<td class="n">{claimed.length ? money(platform) : '–'}</td><td class="n">{claimed.length && revenue ? percent(+platform / revenue - 1) : '–'}</td>
        <td class="n wide">–</td><td class="n wide">{percent(revenue ? +whole(rows, 'new_customer_revenue') / revenue : null)}</td></tr>
    );
  };
  return (
    <>
      {[...new Set(value.rows.map((r) => r.group.adset_id!))].map((adset) => {
        const ads = value.rows.filter((r) => r.group.adset_id === adset);
        const more = ads.some((r) => r.group.ad_id !== '(not set)');
        return [
          line('child', 'Ad set', adset, ads, `cell~attribution~campaign,adset~${campaign}~${adset}`, more),
          more && open.includes(adset) && ads.map((r) => line('child2', 'Ad', r.group.ad_id!, [r], `cell~attribution~adset,ad~${adset}~${r.group.ad_id}`)),
        ];
      })}
    </>
  );
}

function useSparks(): (id: string) => number[] {
  const value = useReport<AttributionReport>('attribution', 'model', { group_by: 'campaign,day', ...(learned(model.value) ? { model: '' } : {}) }).value;
  const days = [...new Set(value?.rows.map((r) => r.group.day!))].sort();
  const place = new Map(days.map((d, i) => [d, i]));
  const lines = new Map<string, number[]>();
  for (const r of value?.rows ?? []) {
    const id = r.group.campaign_id!;
    if (!lines.has(id)) lines.set(id, days.map(() => 0));
    lines.get(id)![place.get(r.group.day!)!] = +r.revenue;
  }
  return (id) => lines.get(id) ?? [];
}

export function Roas() {
  const answer = useReport<RoasReport>('roas', 'model');
  const was = useBefore<RoasReport>('roas', 'model').value;
  const online = useReport<RoasReport>('roas', 'model', { include_offline: 'false' }).value;
  const spark = useSparks();
  const [open, turn] = useOpen();
  const then = (row: RoasRow) => was?.rows.find((r) => idOf(r) === idOf(row));
  const offlineShare = (row: RoasRow) => {
    if (!online || !+row.revenue || offline.value) return null;
    return 1 - +(online.rows.find((r) => idOf(r) === idOf(row))?.revenue ?? 0) / +row.revenue;
  };
  const gap = (row: { platform_revenue: string | null; revenue: string }) => (row.platform_revenue && +row.revenue ? +row.platform_revenue / +row.revenue - 1 : null);
  const columns: Column<RoasRow>[] = [
    { key: 'campaign', title: 'Campaign', text: true, value: (r) => r.group.name, cell: (r) => (
      <>{!learned(model.value) && <Twist name={idOf(r)} of={`Ad sets of ${r.group.name}`} open={open} turn={turn} />}<Dot name={r.group.name!} />{r.group.name}</>
    ) },
    { key: 'trend', title: 'By day', wide: true, value: (r) => r.revenue, cell: (r) => <Spark values={spark(idOf(r))} label={`Revenue of ${r.group.name} by day`} /> },
    { key: 'spend', title: 'Spend', value: (r) => r.spend, cell: (r) => <Ask open={`spend~${idOf(r)}`}>{money(r.spend)}</Ask> },
    { key: 'conversions', title: 'Conversions', value: (r) => r.conversions, cell: (r) => <Ask open={`cell~roas~campaign~${idOf(r)}`}>{shared(r.conversions)}</Ask> },
    { key: 'revenue', title: 'Revenue', value: (r) => r.revenue, cell: (r) => <Ask open={`cell~roas~campaign~${idOf(r)}`}>{money(r.revenue)}</Ask> },
    { key: 'roas', title: 'ROAS', value: (r) => r.roas, cell: (r) => <Ask open={`how~roas~${idOf(r)}`}>{ratio(r.roas)}</Ask> },
    ...(before.value ? [{ key: 'change', title: 'Change', hint: 'of ROAS against the days compared to', value: (r: RoasRow) => (r.roas !== null && then(r)?.roas ? r.roas / then(r)!.roas! : null), cell: (r: RoasRow) => <Delta now={r.roas} then={then(r)?.roas} less={false} /> }] : []),
    { key: 'platform', title: 'Platform says', value: (r) => r.platform_revenue, cell: (r) => (r.platform_revenue ? <Ask open={`how~gap~${idOf(r)}`}>{money(r.platform_revenue)}</Ask> : '–') },
    { key: 'gap', title: 'Gap', hint: 'how much more the platform claims', value: gap, cell: (r) => (gap(r) === null ? '–' : <Ask open={`how~gap~${idOf(r)}`}>{percent(gap(r))}</Ask>) },
    { key: 'offline', title: 'Offline', hint: 'share of revenue from offline conversions', wide: true, value: offlineShare, cell: (r) => (offlineShare(r) === null ? '–' : <Ask open={`how~offline~${idOf(r)}`}>{percent(offlineShare(r))}</Ask>) },
    { key: 'fresh', title: 'New', hint: 'share of revenue from new customers', wide: true, value: (r) => r.new_customer_share, cell: (r) => <Ask open={`how~fresh~${idOf(r)}`}>{percent(r.new_customer_share)}</Ask> },
  ];
  return (
    <From answer={answer} height={420}>{(r) => (
      <Panel title="Campaign › ad set › ad" side={<CsvLink href={reportAddress('roas.csv', 'model') ?? undefined} name="roas" />}
        note={<>Revenue is what {modelNames[r.meta.model!]} gives each campaign, net of refunds, each order once. Press a figure to see what is behind it.</>}>
        {!r.rows.length && !+r.totals.booked ? <NoData /> : (
          <Table caption="Campaigns: what they cost and earned" columns={columns} rows={r.rows} name={idOf} sort="revenue"
            under={(row) => open.includes(idOf(row)) && <Children key={`${idOf(row)}>`} campaign={idOf(row)} columns={columns.length} />}
            foot={[
              <tr key="u" class="light"><th scope="row">(unattributed)</th><td class="wide" /><td /><td class="n">{shared(r.unattributed.conversions)}</td><td class="n"><Ask open="cell~roas~campaign~(unattributed)">{money(r.unattributed.revenue)}</Ask></td>{Array.from({ length: columns.length - 5 }, (_, i) => <td key={i} class={i >= columns.length - 7 ? 'wide' : ''} />)}</tr>,
              <tr key="t"><th scope="row">Total</th><td class="wide" /><td class="n"><Ask open="how~spend">{money(r.totals.spend)}</Ask></td><td class="n">{shared(r.totals.conversions)}</td><td class="n"><Ask open="how~revenue">{money(r.totals.revenue)}</Ask></td><td class="n"><Ask open="how~blended">{ratio(r.totals.roas)}</Ask></td>
                {before.value && <td class="n"><Delta now={r.totals.roas} then={was?.totals.roas} less={false} /></td>}<td class="n">{money(r.totals.platform_revenue)}</td><td class="n">{percent(r.totals.platform_revenue ? +r.totals.platform_revenue / +sum(r.rows.filter((x) => x.platform_revenue).map((x) => x.revenue)) - 1 : null)}</td>
                <td class="n wide">{online && !offline.value ? percent(1 - +online.totals.booked / +r.totals.booked) : '–'}</td><td class="n wide">{percent(r.totals.new_customer_share)}</td></tr>,
            ]} />
        )}
        <Sum parts={[...r.rows.map((x) => x.revenue), r.unattributed.revenue]} total={r.totals.booked} currency={r.meta.currency} what="Rows and unattributed" />
        <Sum parts={r.rows.map((x) => x.spend)} total={r.totals.spend} currency={r.meta.currency} what={`The spends of ${count(r.rows.length)} rows`} />
        <p class="note">Platforms together claim {money(r.totals.platform_revenue)}; what is theirs by {modelNames[r.meta.model!]} is {money(sum(r.rows.filter((x) => x.platform_revenue).map((x) => x.revenue)))}.</p>
        <Caveats meta={r.meta} />
      </Panel>
    )}</From>
  );
}
