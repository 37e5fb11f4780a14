// Figures that are made of other figures: what of, with what is in them now.
import type { ComponentChildren } from 'preact';
import type { ConversionList, DailyReport, DedupReport, RoasReport, RoasRow, SourcesReport, Status } from '../api/answers';
import { useAnswer } from '../api/use';
import { Caveats, Sum } from '../parts/sums';
import { Ask, From, ruleName } from '../parts/words';
import { Came, Hourly } from './came';
import { Change } from './change';
import { weighing } from './conversion';
import { words } from './learned';
import { AdjustedList } from './adjusted';
import { LabelledList } from './labelled';
import { Told } from './told';
import { asks, linkTo } from '../view/address';
import { count, difference, money, percent, plural, ratio, shared, sum } from '../view/figures';
import { learned, unshared, useReport, useTotals } from '../view/report';
import { aheadAddress, latestAddress, modelNames, secondText } from '../view/scope';

export const howTitles: Record<string, string> = {
  blended: 'Blended ROAS', model: 'What each model does', attributed: 'Attributed ROAS', change: 'What is compared with what', platforms: 'What the platforms say', revenue: 'Revenue', spend: 'Spend', duplicates: 'Duplicates removed', freshness: 'Freshness', told: 'What was told', came: 'What came in', hours: 'What came in by hour', label: 'What carries the label', adjustments: 'Refunds and the like', roas: 'Return on ad spend', gap: 'What the platform says', offline: 'Offline share', fresh: 'New customers',
};

export function Terms({ rows }: { rows: [ComponentChildren, ComponentChildren][] }) {
  return <dl class="terms">{rows.map(([name, value]) => <div><dt>{name}</dt><dd>{value}</dd></div>)}</dl>;
}

export function How({ name, of, more }: { name: string; of?: string; more?: string }) {
  if (name === 'model') return <ul class="words">{Object.entries({ ...weighing, ...words }).map(([key, text]) => <li><b>{modelNames[key]}.</b> {text}</li>)}</ul>;
  if (name === 'change') return <Change what={of ?? 'roas'} of={more || undefined} />;
  if (name === 'duplicates') return <Duplicates />;
  if (name === 'freshness') return <Freshness />;
  if (name === 'told') return <Told source={of || undefined} />;
  if (name === 'came') return <Came source={of!} />;
  if (name === 'label') return <LabelledList label={of!} />;
  if (name === 'adjustments') return <AdjustedList note={of!} />;
  if (name === 'hours') return <Hourly source={of!} />;
  return <OfRoas name={name} of={of} />;
}

function OfRoas({ name, of }: { name: string; of?: string }) {
  const [totals, full] = [useTotals(), useReport<RoasReport>('roas', 'model')];
  return (
    <From answer={of || name === 'platforms' ? full : totals} height={240}>{(r) => {
      const c = r.meta.currency;
      const row = r.rows.find((x) => x.group.campaign_id === of);
      if (name === 'blended') return (
        <><Caveats meta={r.meta} /><Terms rows={[['Revenue booked, whoever earned it', money(r.blended.revenue)], ['÷ spend of all campaigns', money(r.blended.spend)], [<b>Blended ROAS</b>, <b>{ratio(r.blended.roas)}</b>]]} />
          <p class="note">No model is in it, so no model can flatter it. Attributed alone it is {ratio(r.totals.roas)}: {money(difference(r.totals.booked, r.unattributed.revenue))} {c} has a campaign or channel, {money(r.unattributed.revenue)} has not.</p></>
      );
      if (name === 'attributed') return (
        <><Terms rows={[['Earned by the rows: revenue with a touchpoint', money(difference(r.totals.booked, r.unattributed.revenue))], [<>÷ <Ask open="how~spend">spend of all campaigns</Ask></>, money(r.totals.spend)], [<b>Attributed ROAS</b>, <b>{ratio(r.totals.roas)}</b>]]} />
          <p class="note"><Ask open="how~blended">Blended ROAS</Ask> has the same spend and all revenue: {money(r.unattributed.revenue)} {c} more, from {plural(r.unattributed.conversions, 'conversion')} that no touchpoint led to.</p></>
      );
      if (name === 'platforms') {
        const claiming = r.rows.filter((x) => x.platform_revenue);
        const earned = sum(claiming.map((x) => x.revenue));
        return (
          <><Terms rows={[...claiming.map((x) => [<Ask open={asks`how~gap~${x.group.campaign_id}`}>{x.group.name}</Ask>, money(x.platform_revenue)] as [ComponentChildren, ComponentChildren]), [<b>Platforms claim together</b>, <b>{money(r.totals.platform_revenue)} {c}</b>],
            ['The same campaigns earned', `${money(earned)} ${c}`], [<b>Gap</b>, <b>{money(difference(r.totals.platform_revenue, earned))} {c}, {percent(+earned ? +r.totals.platform_revenue! / +earned - 1 : null)}</b>]]} />
            <Sum parts={claiming.map((x) => x.platform_revenue)} total={r.totals.platform_revenue ?? '0'} currency={c} what="The claims" />
            <p class="note">Campaigns without a claim are in neither sum.</p></>
        );
      }
      if (name === 'offline' && !of) return <AllOffline report={r} />;
      if (name === 'fresh' && !of) return (
        <><Terms rows={[['From first orders', money(r.totals.new_customer_revenue)], ['÷ all revenue', money(r.totals.booked)], [<b>Share of new customers</b>, <b>{percent(r.totals.new_customer_share, 1)}</b>]]} />
          <p class="note">A first order is the first conversion that the hub knows of a contact.</p>{beyond(r.totals.new_customer_share)}</>
      );
      if (name === 'revenue') return (
        <><Caveats meta={r.meta} /><Sold /><Terms rows={[['With a campaign or channel', money(difference(r.totals.booked, r.unattributed.revenue))], [<Ask open="cell~roas~campaign~(unattributed)">Unattributed</Ask>, money(r.unattributed.revenue)], [<b>Booked</b>, <b>{money(r.totals.booked)} {c}</b>]]} />
          <Sum parts={[...r.rows.map((x) => x.revenue), r.unattributed.revenue]} total={r.totals.booked} currency={c} what="Campaigns and unattributed" />
          <p class="note">Each order once. In it: {plural(r.totals.conversions, 'conversion')}.</p></>
      );
      if (name === 'spend') return (
        <><Terms rows={[...r.rows.filter((x) => +x.spend).map((x) => [<Ask open={asks`spend~${x.group.campaign_id}`}>{x.group.name}</Ask>, money(x.spend)] as [ComponentChildren, ComponentChildren]), [<b>Spend</b>, <b>{money(r.totals.spend)} {c}</b>]]} />
          <Sum parts={r.rows.map((x) => x.spend)} total={r.totals.spend} currency={c} what="The campaigns" /></>
      );
      if (!row) return <p class="note">This campaign is not in these days.</p>;
      return <OfCampaign row={row} report={r} name={name} />;
    }}</From>
  );
}

/** Why a share can be more than the whole. */
const beyond = (share: number | null | undefined) => ((share ?? 0) > 1 ? <p class="note">More than 100 %, since known customers gave back more in these days than they bought.</p> : null);

function OfCampaign({ row, report, name }: { row: RoasRow; report: RoasReport; name: string }) {
  const c = report.meta.currency;
  const id = row.group.campaign_id!;
  const online = useReport<RoasReport>('roas', 'model', { include_offline: 'false' }).value;
  const own = online && (online.rows.find((x) => x.group.campaign_id === id)?.revenue ?? '0');
  const revenue = `Revenue by ${modelNames[report.meta.model!]}`;
  const earned = <Ask open={asks`cell~roas~campaign~${id}`}>{money(row.revenue)}</Ask>;
  if (name === 'gap') return (
    <><h3>{row.group.name}</h3>
      <Terms rows={[['The platform claims', money(row.platform_revenue)], [revenue, earned], [<b>Gap</b>, <b>{money(difference(row.platform_revenue, row.revenue))} {c}</b>], ['Conversions claimed', count(row.platform_conversions)], ['Conversions earned', shared(row.conversions)]]} />
      <h3>Where such a gap comes from</h3>
      {+row.revenue > +(row.platform_revenue ?? 0) ? <ul class="words"><li>A platform counts what its own tag and click ids saw, in its own window; here a visit that names the campaign is enough, {plural(report.meta.lookback_days!, 'day')} back.</li>
        <li>It may give the order to another of its campaigns; here each that led to it has its share.</li>
        <li>It counts a conversion on the day of the click, maybe before these days.</li></ul>
      : <ul class="words"><li>A platform takes the whole order where several campaigns led to it; here each has its share of {modelNames[report.meta.model!].toLowerCase()}.</li>
        <li>It counts views and its own windows; here {report.meta.filters?.views ? 'views count too' : 'views do not count'}, and {plural(report.meta.lookback_days!, 'day')} back.</li>
        <li>It does not know refunds, nor that two reports are one order.</li>
        <li>It counts a conversion on the day of the click, in the account's zone; here it is the day of the conversion in {report.meta.tz}.</li></ul>}</>
  );
  if (name === 'offline') return (
    <><h3>{row.group.name}</h3><Terms rows={[[revenue, earned], ['Without offline conversions', money(own)], [<b>Offline share</b>, <b>{percent(own && +row.revenue ? 1 - +own / +row.revenue : null, 1)}</b>]]} />
      <p class="note">Asked twice, with offline conversions and without, under the same model.</p></>
  );
  if (name === 'fresh') return (
    <><h3>{row.group.name}</h3>{learned(report.meta.model) ? <p class="note">{unshared}.</p> : <Terms rows={[['From first orders', money(row.new_customer_revenue)], [`÷ ${revenue}`, earned], [<b>Share of new customers</b>, <b>{percent(row.new_customer_share, 1)}</b>], ['ROAS of new customers alone', ratio(row.new_customer_roas)]]} />}{!learned(report.meta.model) && beyond(row.new_customer_share)}</>
  );
  return (
    <><h3>{row.group.name}</h3><Terms rows={[[revenue, earned], ['÷ spend', <Ask open={asks`spend~${id}`}>{money(row.spend)}</Ask>], [<b>ROAS</b>, <b>{ratio(row.roas)}</b>]]} />
      <p class="note">{row.roas === null ? 'Nothing was spent in these days, so there is no ratio.' : `Each ${c} spent came back as ${ratio(row.roas)}.`}</p></>
  );
}

/** From what was sold to what is booked. */
function Sold() {
  const totals = useReport<DailyReport>('daily', 'model').value?.totals;
  return totals ? <Terms rows={[['Sold', money(sum([totals.revenue, totals.refunded]))], [<>− <Ask open="how~adjustments~counted">refunds</Ask>, chargebacks, reversals</>, money(totals.refunded)], [<b>Booked</b>, <b>{money(totals.revenue)}</b>]]} /> : null;
}

function AllOffline({ report: r }: { report: RoasReport }) {
  const online = useReport<RoasReport>('roas', 'model', { include_offline: 'false' }).value;
  return <><Terms rows={[['All revenue', money(r.totals.booked)], ['Without offline conversions', money(online?.totals.booked)], [<b>Offline share</b>, <b>{percent(online && +r.totals.booked ? 1 - +online.totals.booked / +r.totals.booked : null, 1)}</b>]]} /><p class="note">Asked twice, with offline conversions and without.</p></>;
}

function Duplicates() {
  const dedup = useReport<DedupReport>('dedup', 'days');
  const told = useReport<SourcesReport>('sources', 'days').value;
  return (
    <From answer={dedup} height={240}>{(d) => (
      <><Terms rows={[['Reports of orders', count(d.totals.events)], ['are orders', count(d.totals.conversions)], [<b>Removed</b>, <b>{count(d.totals.duplicates)}</b>], [<b>They would have counted twice</b>, <b>{money(d.totals.duplicate_value)} {d.meta.currency}</b>]]} />
        <Sum parts={d.rows.map((r) => r.value)} total={d.totals.duplicate_value} currency={d.meta.currency} what="The rules below" />
        <Terms rows={d.rows.map((r) => [`${ruleName(r.rule)}: ${r.source} onto ${r.matched_source}`, `${count(r.count)} · ${money(r.value)}`])} />
        {told && <p class="note">Manual is what named no source. All sources together claim {money(told.totals.claimed)} {told.meta.currency} for orders worth {money(told.totals.value)}.</p>}
        <p class="links"><a href={linkTo('duplicates')}>Look at the pairs</a></p></>
    )}</From>
  );
}

function Freshness() {
  const newest = useAnswer<ConversionList>(latestAddress({ limit: 5 })).value;
  const ahead = useAnswer<ConversionList>(aheadAddress()).value?.data ?? [];
  const list = (all: ConversionList['data'] = []) => <Terms rows={all.map((c) => [<Ask open={`cv~${c.conversion_id}`}>{secondText(c.occurred_at)}</Ask>, `${c.source} · ${money(c.net?.amount)} ${c.net?.currency ?? ''}`])} />;
  const status = useAnswer<Status>('/v1/status');
  return (
    <From answer={status} height={200}>{(s) => (
      <><Terms rows={[['Facts in the log', count(s.data_seq)], ['Conversions', count(s.conversions)], ['Touchpoints', count(s.touches)], ['Contacts', count(s.contacts)], ['Ever set aside', count(s.rejected)]]} />
        <h3>Latest conversions</h3>
        {list(newest?.data)}
        {ahead.length > 0 && <><h3>Dated after today</h3><p class="note">A clock or a date was wrong where they were told. Ranges that count back and all time leave them out; days that are chosen do not.</p>{list(ahead)}</>}
        <p class="links"><a href={linkTo('sources')}>Sources and their state</a></p></>
    )}</From>
  );
}
