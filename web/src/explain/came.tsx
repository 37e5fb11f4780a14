// What came from a source: what became of each item since the start, and hour by hour against what usually comes.
import type { Rhythms, Status, SyncState } from '../api/answers';
import { useAnswer } from '../api/use';
import { Hours } from '../charts/hours';
import { CountSum } from '../parts/sums';
import { Table } from '../parts/table';
import { Ask, From } from '../parts/words';
import { asks, linkTo } from '../view/address';
import { count, plural, word } from '../view/figures';
import { minuteText } from '../view/scope';
import { Terms } from './how';

/** Native touchpoints are one feed, whoever sent them. */
const touchFeed = 'touchpoints';
export const feedName = (feed: string) => (feed === touchFeed ? 'native touchpoints' : feed);

/** When this process began, and with it the counts of what came in. */
export const sinceStart = (s: Status) => minuteText(s.started_at);

export function Came({ source }: { source: string }) {
  const answer = useAnswer<Status>('/v1/status');
  const pulled = useAnswer<SyncState>('/v1/sync').value?.sources.find((each) => each.source === source);
  return (
    <From answer={answer} height={240}>{(s) => {
      const x = s.sources.find((each) => each.source === source);
      const before = pulled && <p class="note">In all its runs, before this start too, {plural(pulled.records, 'record')} of it {word(pulled.records, 'was', 'were')} read.</p>;
      if (!x) return <><h3>{source}</h3><p class="lead">Nothing came since {sinceStart(s)}, when this process started.</p>{before}</>;
      return (
        <>
          <h3>{source}</h3>
          <Terms rows={[
            [<><b>Stored</b>: new, or a newer version of what was known</>, count(x.stored)],
            [<><b>Duplicates</b>: sent before just so; they changed nothing</>, count(x.duplicates)],
            [<><b>Quarantined</b>: not understood, kept with their text</>, x.quarantined ? <a href={linkTo('quarantine', { source, state: 'all' })}>{count(x.quarantined)}</a> : '0'],
            [<><b>Refused</b>: answered with an error or of an erased person, and not kept</>, count(x.refused)],
            [<b>Received</b>, <b>{count(x.received)}</b>],
          ]} />
          <CountSum parts={[x.stored, x.duplicates, x.quarantined, x.refused]} total={x.received} what="The four" />
          <p class="note">Items are counted since {sinceStart(s)}, when this process started, page views and items replayed from quarantine among them; what was stored before is in the log and in every report. An item may have brought several facts, or a conversion that another source had told of: what it told is in <Ask open={asks`how~told~${source}`}>its part of the reports</Ask>.</p>
          {before}
          {x.refused > 0 && <p class="note">The log says of each refused request why; the metric is <code>convhub_items_refused_total</code>.</p>}
          <p class="links"><Ask open={asks`list~source~${source}`}>Its conversions</Ask> · <a href={linkTo('quarantine', { source, state: 'all' })}>Its quarantine</a> · <a href={linkTo('live')}>Watch what comes in</a></p>
        </>
      );
    }}</From>
  );
}

export const eventsOf = (r: Rhythms['sources'][number]) => r.hours.reduce((sum, h) => sum + h.events, 0);
export const usualOf = (r: Rhythms['sources'][number]) => r.hours.reduce((sum, h) => sum + (h.usual ?? 0), 0);

export function Hourly({ source }: { source: string }) {
  const answer = useAnswer<Rhythms>('/v1/rhythm');
  return (
    <From answer={answer} height={320}>{(r) => {
      const x = r.sources.find((each) => each.source === source);
      if (!x) return <p class="note">Nothing came from this source in these hours.</p>;
      const usual = x.hours.some((h) => h.usual !== null);
      return (
        <>
          <h3>{feedName(source)}</h3>
          <p class="lead"><b>{plural(eventsOf(x), 'event')}</b> in {x.hours.length} hours, by the time they came in, each stored event once. {usual ? <>Usually {count(usualOf(x))}: for each hour the lower median of the same hour of the week in the four weeks before.</> : 'What is usual is known once two weeks of the source are.'}</p>
          <Hours hours={x.hours} label="Events by hour, as in the table below" />
          <Table caption={`Events of ${source} by hour`} rows={x.hours} name={(h) => h.hour} sort="hour" columns={[
            { key: 'hour', title: 'Hour', text: true, as: minuteText },
            { key: 'events', title: 'Came', as: count },
            { key: 'usual', title: 'Usually', cell: (h) => (h.usual === null ? '–' : count(h.usual)) },
          ]} foot={<tr><th scope="row">Together</th><td class="n">{count(eventsOf(x))}</td><td class="n">{usual ? count(usualOf(x)) : '–'}</td></tr>} />
          {source === touchFeed ? <p class="note">What was sent to <code>/v1/touchpoints</code>, by whomever; “What came in” counts it under who sent it.</p>
            : <p class="links"><Ask open={asks`list~source~${source}`}>Its conversions</Ask> · <a href={linkTo('live')}>Watch what comes in</a></p>}
        </>
      );
    }}</From>
  );
}
