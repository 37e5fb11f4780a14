// What every campaign cost and earned, down to the ad, beside what its platform says.
import { useState } from 'preact/hooks';
import type { AttributionReport, RoasReport, RoasRow } from '../api/answers';
import { Spark } from '../charts/spark';
import { partName } from '../explain/part';
import { CsvLink, Panel } from '../parts/figure';
import { Caveats, Sum } from '../parts/sums';
import { Table, type Column } from '../parts/table';
import { Ask, Changed, Dot, From, Named } from '../parts/words';
import { asks } from '../view/address';
import { difference, money, percent, plural, priced, ratio, same, shared, sum } from '../view/figures';
import { learned, reportAddress, unshared, useBefore, useReport } from '../view/report';
import { addDays } from '../view/days';
import { before, beforeText, days, model, modelNames, offline } from '../view/scope';
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
  const line = (depth: string, what: 'Ad set' | 'Ad', id: string, rows: RoasRow[], ask: string, part: string, more = false) => {
    const [spend, revenue] = [+whole(rows, 'spend'), +whole(rows, 'revenue')];
    const claimed = rows.filter((r) => r.platform_revenue);
    const platform = sum(claimed.map((r) => r.platform_revenue));
    const told = (text: string) => (text === '–' ? text : <Ask open={part}>{text}</Ask>);
    return (
      <tr key={ask} class={depth}><th scope="row">{more && <Twist name={id} of={`Ads of ${id}`} open={open} turn={turn} />}{partName(what, id)}</th><td class="n wide" />
        <td class="n"><Ask open={ask}>{money(whole(rows, 'revenue'))}</Ask></td><td class="n">{told(ratio(spend ? revenue / spend : null))}</td>
        <td class="n">{told(money(whole(rows, 'spend')))}</td><td class="n wide"><Ask open={ask}>{shared(rows.reduce((n, r) => n + r.conversions, 0))}</Ask></td>{before.value && <td class="n">–</td>}<td class="n">{claimed.length ? told(money(platform)) : '–'}</td><td class="n">{claimed.length && revenue ? told(percent(+platform / revenue - 1)) : '–'}</td>
        <td class="n wide">–</td><td class="n wide">{told(percent(revenue ? +whole(rows, 'new_customer_revenue') / revenue : null))}</td></tr>
    );
  };
  return (
    <>
      {[...new Set(value.rows.map((r) => r.group.adset_id!))].map((adset) => {
        const ads = value.rows.filter((r) => r.group.adset_id === adset);
        const more = ads.some((r) => r.group.ad_id !== '(not set)');
        return [
          line('child', 'Ad set', adset, ads, asks`cell~attribution~campaign,adset~${campaign}~${adset}`, asks`part~${campaign}~${adset}`, more),
          more && open.includes(adset) && ads.map((r) => line('child2', 'Ad', r.group.ad_id!, [r], asks`cell~attribution~adset,ad~${adset}~${r.group.ad_id}`, asks`part~${campaign}~${adset}~${r.group.ad_id}`)),
        ];
      })}
    </>
  );
}

function useSparks(): (id: string) => number[] {
  const value = useReport<AttributionReport>('attribution', 'model', { group_by: 'campaign,day', ...(learned(model.value) ? { model: '' } : {}) }).value;
  const told = value?.rows.map((r) => r.group.day!).sort() ?? [];
  const end = days.value?.to ?? (told.length ? addDays(told[told.length - 1], 1) : '');
  const dates: string[] = [];
  for (let day = days.value?.from ?? told[0] ?? end; day < end; day = addDays(day, 1)) dates.push(day);
  const place = new Map(dates.map((d, i) => [d, i]));
  const lines = new Map<string, number[]>();
  for (const r of value?.rows ?? []) {
    const id = r.group.campaign_id!;
    if (!lines.has(id)) lines.set(id, dates.map(() => 0));
    lines.get(id)![place.get(r.group.day!)!] = +r.revenue;
  }
  return (id) => lines.get(id) ?? [];
}

const attributed = (r: RoasReport) => difference(r.totals.booked, r.unattributed.revenue);

/** Why the rows have another ROAS than the shop as a whole. */
function Two({ report: r }: { report: RoasReport }) {
  const [rows, all] = [r.totals.roas, r.blended.roas];
  if (!r.meta.complete || !r.rows.length) return null; // what could not be converted stands in neither
  const free = r.rows.filter((x) => !+x.spend && +x.revenue);
  const idle = r.rows.filter((x) => +x.spend && !+x.revenue);
  return (
    <p class="note two-roas"><b>Attributed <Ask open="how~attributed">{ratio(rows)}</Ask>, blended <Ask open="how~blended">{ratio(all)}</Ask>.</b> {!r.totals.conversions ? 'There is no conversion in these days.' : same(r.unattributed.revenue, '0')
        ? 'Both have the same spend and the same revenue, since touchpoints led to every conversion.'
        : <>Both have all the spend, <Ask open="how~spend">{money(r.totals.spend)}</Ask> {r.meta.currency}. Attributed has the revenue of the rows above, <Ask open="how~attributed">{money(attributed(r))}</Ask>; blended has all that was booked, <Ask open="how~revenue">{money(r.blended.revenue)}</Ask>. The difference{rows !== null && all !== null && ` of ${ratio(all - rows)}`} is the <Ask open="cell~roas~campaign~(unattributed)">{money(r.unattributed.revenue)}</Ask> of {plural(r.unattributed.conversions, 'conversion')} that no touchpoint led to.</>}
        {free.length > 0 && ` Rows without spend count in both with what they earned, ${money(whole(free, 'revenue'))}, and have no ROAS of their own.`}
        {idle.length > 0 && ` Spend that earned nothing counts in both: ${money(whole(idle, 'spend'))} of ${plural(idle.length, 'row')}.`}</p>
  );
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
  const claimed = answer.value?.rows.filter((r) => r.platform_revenue) ?? [];
  const [earned, cost] = [whole(claimed, 'revenue'), whole(claimed, 'spend')];
  const gap = (row: { platform_revenue: string | null; revenue: string }) => (row.platform_revenue && +row.revenue ? +row.platform_revenue / +row.revenue - 1 : null);
  const columns: Column<RoasRow>[] = [
    { key: 'campaign', title: 'Campaign', text: true, value: (r) => r.group.name, cell: (r) => (
      <span class="named">{!learned(model.value) && <Twist name={idOf(r)} of={`Ad sets of ${r.group.name}`} open={open} turn={turn} />}<Dot name={r.group.name!} /><span><Named of={r} among={answer.value!.rows} /></span></span>
    ) },
    { key: 'trend', title: 'By day', wide: true, value: (r) => r.revenue, cell: (r) => <Spark values={spark(idOf(r))} label={`Revenue of ${r.group.name} by day`} /> },
    { key: 'revenue', title: 'Revenue', as: (a) => priced(a, answer.value!), open: (r) => asks`cell~roas~campaign~${idOf(r)}` },
    { key: 'roas', title: 'ROAS', as: ratio, open: (r) => asks`how~roas~${idOf(r)}` },
    { key: 'spend', title: 'Spend', as: (a) => priced(a, answer.value!), open: (r) => asks`spend~${idOf(r)}` },
    { key: 'conversions', title: 'Conversions', wide: true, as: shared, open: (r) => asks`cell~roas~campaign~${idOf(r)}` },
    ...(before.value ? [{ key: 'change', title: 'ROAS change', hint: `ROAS of these days against that of ${beforeText.value}`, value: (r: RoasRow) => (r.roas !== null && then(r)?.roas ? r.roas / then(r)!.roas! : null), cell: (r: RoasRow) => <Changed of={asks`roas~${idOf(r)}`} now={r.roas} then={then(r)?.roas} /> }] : []),
    { key: 'platform', title: 'Platform says', value: (r) => r.platform_revenue, cell: (r) => (r.platform_revenue ? <Ask open={asks`how~gap~${idOf(r)}`}>{priced(r.platform_revenue, answer.value!)}</Ask> : '–') },
    { key: 'gap', title: 'Gap', hint: 'how much more the platform claims', value: gap, cell: (r) => (gap(r) === null ? '–' : <Ask open={asks`how~gap~${idOf(r)}`}>{percent(gap(r))}</Ask>) },
    { key: 'offline', title: 'Offline', hint: 'share of revenue from offline conversions', wide: true, value: offlineShare, cell: (r) => (offlineShare(r) === null ? '–' : <Ask open={asks`how~offline~${idOf(r)}`}>{percent(offlineShare(r))}</Ask>) },
    { key: 'fresh', title: 'New', hint: 'share of revenue from new customers', wide: true, value: (r) => (learned(model.value) ? null : r.new_customer_share), cell: (r) => (learned(model.value) ? <span title={unshared}>–</span> : <Ask open={asks`how~fresh~${idOf(r)}`}>{percent(r.new_customer_share)}</Ask>) },
  ];
  return (
    <From answer={answer} height={420}>{(r) => (
      <Panel title="Campaign › ad set › ad" side={<CsvLink href={reportAddress('roas.csv', 'model')} name="roas" />}
        note={<>Revenue is what <Ask open="how~model">{modelNames[r.meta.model!]}</Ask> gives each campaign, net of refunds, each order once. {before.value && `ROAS change is against the ROAS of ${beforeText.value}. `}Press a figure to see what is behind it.</>}>
        <Caveats meta={r.meta} />
        {!r.rows.length && !r.totals.conversions ? <NoData /> : (
          <Table caption="Campaigns: what they cost and earned" columns={columns} rows={r.rows} name={idOf} sort="revenue"
            under={(row) => open.includes(idOf(row)) && <Children key={`${idOf(row)}>`} campaign={idOf(row)} columns={columns.length} />}
            foot={[
              <tr key="a"><th scope="row">Attributed: the rows above</th><td class="wide" /><td class="n"><Ask open="how~revenue">{priced(attributed(r), r)}</Ask></td><td class="n"><Ask open="how~attributed">{ratio(r.totals.roas)}</Ask></td><td class="n"><Ask open="how~spend">{priced(r.totals.spend, r)}</Ask></td><td class="n wide"><Ask open="how~revenue">{shared(r.totals.conversions - r.unattributed.conversions)}</Ask></td>
                {before.value && <td class="n"><Changed of="roas" now={r.totals.roas} then={was?.totals.roas} /></td>}<td class="n">{r.totals.platform_revenue ? <Ask open="how~platforms">{priced(r.totals.platform_revenue, r)}</Ask> : '–'}</td><td class="n">–</td><td class="wide" /><td class="wide" /></tr>,
              claimed.length > 0 && <tr key="c" class="light"><th scope="row">of these, rows a platform claims for</th><td class="wide" /><td class="n">{priced(earned, r)}</td><td class="n">{ratio(+cost ? +earned / +cost : null)}</td><td class="n">{priced(cost, r)}</td><td class="n wide">{shared(claimed.reduce((n, x) => n + x.conversions, 0))}</td>
                {before.value && <td />}<td class="n"><Ask open="how~platforms">{priced(r.totals.platform_revenue, r)}</Ask></td><td class="n"><Ask open="how~platforms">{percent(gap({ platform_revenue: r.totals.platform_revenue, revenue: earned }))}</Ask></td><td class="wide" /><td class="wide" /></tr>,
              <tr key="u" class="light"><th scope="row">(unattributed): without a touchpoint</th><td class="wide" /><td class="n"><Ask open="cell~roas~campaign~(unattributed)">{priced(r.unattributed.revenue, r)}</Ask></td><td class="n">–</td><td class="n">–</td><td class="n wide"><Ask open="cell~roas~campaign~(unattributed)">{shared(r.unattributed.conversions)}</Ask></td>{before.value && <td />}<td /><td /><td class="wide" /><td class="wide" /></tr>,
              <tr key="t"><th scope="row">Total, blended</th><td class="wide" /><td class="n"><Ask open="how~revenue">{priced(r.totals.booked, r)}</Ask></td><td class="n"><Ask open="how~blended">{ratio(r.blended.roas)}</Ask></td><td class="n"><Ask open="how~spend">{priced(r.totals.spend, r)}</Ask></td><td class="n wide"><Ask open="how~revenue">{shared(r.totals.conversions)}</Ask></td>
                {before.value && <td class="n"><Changed of="blended" now={r.blended.roas} then={was?.blended.roas} /></td>}<td /><td />
                <td class="n wide">{online && !offline.value ? <Ask open="how~offline">{percent(1 - +online.totals.booked / +r.totals.booked)}</Ask> : '–'}</td><td class="n wide"><Ask open="how~fresh">{percent(r.totals.new_customer_share)}</Ask></td></tr>,
            ]} />
        )}
        <Two report={r} />
        <Sum parts={[...r.rows.map((x) => x.revenue), r.unattributed.revenue]} total={r.totals.booked} currency={r.meta.currency} what="Rows and unattributed" />
        <Sum parts={r.rows.map((x) => x.spend)} total={r.totals.spend} currency={r.meta.currency} what="Their spends" />
      </Panel>
    )}</From>
  );
}
