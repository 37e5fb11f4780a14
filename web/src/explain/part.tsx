// An ad set or an ad: what it cost and earned, and how its cost is a part of the campaign's.
import type { ComponentChildren } from 'preact';
import type { RoasReport, RoasRow } from '../api/answers';
import { Sum } from '../parts/sums';
import { Table } from '../parts/table';
import { Ask, From } from '../parts/words';
import { asks } from '../view/address';
import { dayText } from '../view/days';
import { difference, money, percent, plural, ratio, shared, sum } from '../view/figures';
import { useReport } from '../view/report';
import { modelNames } from '../view/scope';
import { Terms } from './how';

const none = '(not set)';
const total = (rows: RoasRow[], name: 'spend' | 'revenue' | 'new_customer_revenue' | 'platform_revenue') => sum(rows.map((r) => r[name]));
const over = (part: string, whole: string) => (+whole ? +part / +whole : null);

/** What a part of a campaign is called: `Ad set 12`, and what no row of cost told any finer. */
export const partName = (what: 'Ad set' | 'Ad', id: string) => (id === none ? `Not broken down by ${what.toLowerCase()}` : `${what} ${id}`);

export function PartDrawer({ campaign, adset, ad }: { campaign: string; adset: string; ad?: string }) {
  const what = ad ? 'Ad' : 'Ad set';
  const own = (ad ?? adset)!;
  const parts = useReport<RoasReport>('roas', 'model', { group_by: 'adset,ad', campaign });
  const all = useReport<RoasReport>('roas', 'model').value;
  const adsets = useReport<RoasReport>('roas', 'model', { group_by: 'adset,day', campaign }).value?.rows.filter((x) => x.group.adset_id === adset) ?? [];
  const ads = useReport<RoasReport>('roas', 'model', { group_by: ad ? 'ad,day' : 'adset,day', campaign }).value?.rows ?? [];
  const days = useReport<RoasReport>('roas', 'model', { group_by: 'day', campaign }).value;
  return (
    <From answer={parts} height={320}>{(r) => {
      const c = r.meta.currency;
      const around = ad ? r.rows.filter((x) => x.group.adset_id === adset) : r.rows;
      const idOf = (x: RoasRow) => (ad ? x.group.ad_id! : x.group.adset_id!);
      const mine = around.filter((x) => idOf(x) === own);
      const [spend, revenue] = [total(mine, 'spend'), total(mine, 'revenue')];
      const claimed = mine.filter((x) => x.platform_revenue);
      const whole = total(around, 'spend');
      const row = all?.rows.find((x) => x.group.campaign_id === campaign);
      const ids = [...new Set(around.map(idOf))];
      const cell = ad ? asks`cell~attribution~adset,ad~${adset}~${ad}` : asks`cell~attribution~campaign,adset~${campaign}~${adset}`;
      // What no ad of the ad set cost is what the ad set's day leaves when those of its ads are taken off it.
      const left = (day: RoasRow) => difference(day.spend, sum(ads.filter((x) => x.group.day === day.group.day && idOf(x) !== none && ids.includes(idOf(x))).map((x) => x.spend)));
      const told = (!ad ? adsets : own === none ? adsets.map((x) => ({ ...x, spend: left(x) })) : ads.filter((x) => idOf(x) === own)).filter((x) => +x.spend);
      const ofDay = (day: string) => days?.rows.find((x) => x.group.day === day)?.spend;
      return (
        <>
          <h3>{partName(what, own)} <small>of {ad ? `${partName('Ad set', adset)} of ` : ''}{row?.group.name ?? campaign}</small></h3>
          <Terms rows={[
            [`Revenue by ${modelNames[r.meta.model!]}`, <Ask open={cell}>{money(revenue)} {c}</Ask>], ['÷ spend', `${money(spend)} ${c}`], [<b>ROAS</b>, <b>{ratio(over(revenue, spend))}</b>],
            ['Conversions', shared(mine.reduce((n, x) => n + x.conversions, 0))],
            ...(claimed.length ? [['Its platform claims', `${money(total(claimed, 'platform_revenue'))} ${c}`], ['Gap: how much more than it earned', percent(+revenue ? +total(claimed, 'platform_revenue') / +revenue - 1 : null)]] as [string, string][] : []),
            ['Share of revenue from new customers', percent(over(total(mine, 'new_customer_revenue'), revenue))],
          ]} />
          <h3>How the spend of {ad ? partName('Ad set', adset).toLowerCase() : 'the campaign'} is split</h3>
          <Terms rows={[
            ...ids.map((id): [ComponentChildren, string] => { const part = total(around.filter((x) => idOf(x) === id), 'spend'); return [id === own ? <b>{partName(what, id)}</b> : partName(what, id), `${money(part)} · ${percent(over(part, whole))}`]; }),
            [ad ? <b>{partName('Ad set', adset)}</b> : <Ask open={asks`spend~${campaign}`}><b>The campaign</b></Ask>, <b>{money(whole)} {c}</b>],
          ]} />
          {!ad && row && ids.length > 1 && <Sum parts={ids.map((id) => total(around.filter((x) => idOf(x) === id), 'spend'))} total={row.spend} currency={c} what={`The spends of ${ids.length} parts`} />}
          <p class="note">Day by day: where the platform told what the whole campaign cost, that is the cost, and its rows by ad set and ad only split it. Where these come to more, they are scaled down in proportion; what they leave is “not broken down”. Where it told by ad set or ad alone, the campaign's cost is their sum.</p>
          {told.length > 0 && (
            <><h3>Day by day</h3>
              <Sum parts={told.map((x) => x.spend)} total={spend} currency={c} what={plural(told.length, 'day')} />
              <Table<RoasRow> caption="Spend of the part by day" rows={told} name={(x) => x.group.day!} sort="day" columns={[
                { key: 'day', title: 'Day', text: true, value: (x) => x.group.day, cell: (x) => dayText(x.group.day!, true) },
                { key: 'spend', title: what, as: money },
                { key: 'campaign', title: 'Campaign', value: (x) => ofDay(x.group.day!), as: money },
                { key: 'part', title: 'Part', value: (x) => over(x.spend, ofDay(x.group.day!) ?? ''), cell: (x) => percent(over(x.spend, ofDay(x.group.day!) ?? '')) },
              ]} /></>
          )}
        </>
      );
    }}</From>
  );
}
