// What a person should look at: asked from the reports, each with where it is settled.
import type { ComponentChildren } from 'preact';
import type { Adjustments, MatchReport, QuarantineList, RoasReport, RoasRow, SourcesReport, SyncState } from '../api/answers';
import { usePairs } from '../api/pairs';
import { useAnswer } from '../api/use';
import { asks, linkTo } from '../view/address';
import { difference, money, percent, plural, ratio, word } from '../view/figures';
import { useReport } from '../view/report';
import { ahead } from '../view/scope';
import { Panel } from './figure';
import { Empty, Mark, Named } from './words';

interface Matter { tone: 'bad' | 'warn' | ''; text: ComponentChildren; to: string }

/** How many are listed, where there may be more of them. */
const atLeast = (list: { data: unknown[]; next_cursor: string | null }, one: string) => (list.next_cursor ? 'At least ' : '') + plural(list.data.length, one);

export function Attention() {
  const roas = useReport<RoasReport>('roas', 'model').value;
  const match = useReport<MatchReport>('match', 'model').value;
  const told = useReport<SourcesReport>('sources', 'days').value;
  const possible = usePairs({ standing: 'possible', limit: 100 }).value;
  const open = useAnswer<QuarantineList>('/v1/quarantine?state=open&limit=100').value;
  const waiting = useAnswer<Adjustments>('/v1/adjustments?limit=100').value;
  const beyond = useAnswer<Adjustments>('/v1/adjustments?note=over-refund&limit=100').value;
  const sync = useAnswer<SyncState>('/v1/sync').value;
  const late = ahead.value;
  const matters: Matter[] = [];
  for (const s of sync?.sources ?? [])
    if (['silent', 'failing', 'stopped', 'parked'].includes(s.state) || (!s.last_success && ['waiting', 'retrying'].includes(s.state))) matters.push({ tone: ['silent', 'waiting', 'retrying'].includes(s.state) ? 'warn' : 'bad', text: <><b>{s.source}</b> is {s.state}. {s.why?.detail ?? s.last_error?.detail}</>, to: linkTo('sources') });
  if (roas && !roas.meta.complete) matters.push({ tone: 'warn', text: 'Amounts without an exchange rate are left out', to: linkTo('overview', { show: 'how~revenue' }) });
  if (open?.data.length) matters.push({ tone: 'bad', text: <><b>{atLeast(open, 'item')}</b> could not be taken in</>, to: linkTo('quarantine') });
  if (waiting?.data.length) matters.push({ tone: 'warn', text: <><b>{atLeast(waiting, 'refund')}</b> or the like {word(waiting.data.length, 'waits', 'wait')} for a sale that is not known</>, to: linkTo('overview', { show: 'how~adjustments~waits-for-sale' }) });
  if (beyond?.data.length) matters.push({ tone: 'warn', text: <><b>{atLeast(beyond, 'refund')}</b> or the like {word(beyond.data.length, 'asks', 'ask')} for more than the sale brought</>, to: linkTo('overview', { show: 'how~adjustments~over-refund' }) });
  if (late?.data.length) matters.push({ tone: 'warn', text: <><b>{atLeast(late, 'conversion')}</b> {word(late.data.length, 'is', 'are')} dated after today</>, to: linkTo('overview', { show: 'how~freshness' }) });
  if (match?.spend_without_touches.length) matters.push({ tone: 'warn', text: <><b>{plural(match.spend_without_touches.length, 'campaign')}</b> cost {money(match.totals.spend_without_touches.spend)} {match.meta.currency} and {word(match.spend_without_touches.length, 'has', 'have')} no touchpoint</>, to: linkTo('match') });
  if (match?.suggestions.length) matters.push({ tone: 'warn', text: <><b>{plural(match.suggestions.length, 'campaign name')}</b> of touchpoints {word(match.suggestions.length, 'looks', 'look')} like a campaign that cost: say whether they are one</>, to: linkTo('match') });
  if (possible?.data.length) matters.push({ tone: 'warn', text: <><b>{atLeast(possible, 'pair')}</b> may be one order</>, to: linkTo('duplicates', { standing: 'possible' }) });
  else if (possible?.next_cursor) matters.push({ tone: '', text: 'Of the latest reports none may be the same order as another; older ones were not looked at', to: linkTo('duplicates', { standing: 'possible' }) });
  const losing = roas?.rows.filter((r) => r.roas !== null && r.roas < 1) ?? [];
  const name = (r: RoasRow) => <b><Named of={r} among={roas!.rows} /></b>;
  for (const r of losing) {
    const other = match?.suggestions.find((s) => s.accept.to === r.group.campaign_id)?.accept.from;
    matters.push(other ? { tone: 'warn', text: <>{name(r)} may be what touchpoints call <code>{other}</code>, and so have earned more</>, to: linkTo('match') }
      : { tone: 'warn', text: <>{name(r)} earns {ratio(r.roas)} for each 1 spent</>, to: linkTo('roas', { show: asks`cell~roas~campaign~${r.group.campaign_id}` }) });
  }
  const boasts = roas?.rows.filter((r) => r.platform_revenue && +r.platform_revenue > 1.5 * +r.revenue && +r.spend > 0).sort((a, b) => +b.platform_revenue! - +b.revenue - (+a.platform_revenue! - +a.revenue)) ?? [];
  for (const r of boasts.slice(0, 3)) matters.push({ tone: '', text: <>{name(r)}: its platform claims {+r.revenue > 0 ? percent(+r.platform_revenue! / +r.revenue - 1) : `${money(difference(r.platform_revenue, r.revenue))} ${roas!.meta.currency}`} more than it earned</>, to: linkTo('roas', { show: asks`how~gap~${r.group.campaign_id}` }) });
  if (told && +told.totals.difference > 0) matters.push({ tone: '', text: <>Sources together claim {money(told.totals.difference)} {told.meta.currency} more than was sold</>, to: linkTo('sources') });
  return (
    <Panel title="Needs attention">
      {matters.length ? (
        <ul class="matters">{matters.map((m) => <li><Mark tone={m.tone}>{m.tone === 'bad' ? 'act' : m.tone === 'warn' ? 'look' : 'know'}</Mark><span>{m.text}</span><a href={m.to} aria-label={`Open ${m.to.split('/')[1].split('?')[0]}`}>Open</a></li>)}</ul>
      ) : <Empty>{open ? 'Nothing does.' : 'Not known.'}</Empty>}
    </Panel>
  );
}
