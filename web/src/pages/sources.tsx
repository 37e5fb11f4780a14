// How every feed is: what is pulled, what is pushed, what each claims, and what can be done about it.
import { useState } from 'preact/hooks';
import type { ConversionList, Rhythms, SourcesReport, Status, SyncSource, SyncState } from '../api/answers';
import { address, tell } from '../api/client';
import { useAnswer } from '../api/use';
import { Hours } from '../charts/hours';
import { eventsOf, feedName, sinceStart, usualOf } from '../explain/came';
import { Act } from '../parts/act';
import { Terms } from '../explain/how';
import { Pick } from '../parts/field';
import { CsvLink, Panel } from '../parts/figure';
import { Caveats } from '../parts/sums';
import { Table } from '../parts/table';
import { Ask, Empty, From, Mark } from '../parts/words';
import { asks, linkTo } from '../view/address';
import { durationText } from '../view/days';
import { count, money, percent, plural } from '../view/figures';
import { reportAddress, useReport } from '../view/report';
import { latestAddress, minuteText, secondText } from '../view/scope';

const inWords: Record<SyncSource['state'], [string, 'good' | 'warn' | 'bad' | '']> = {
  ok: ['Read up', 'good'], silent: ['Read up, but nothing new comes although it usually does', 'warn'], syncing: ['Reading now', 'good'], waiting: ['Reading; the platform asked for patience', ''], retrying: ['Reading; a request failed and is made again', 'warn'],
  paused: ['Paused by hand', 'warn'], failing: ['The last run ended without success; the next is made by itself', 'bad'], stopped: ['Stopped until you act', 'bad'], parked: ['Parked: it died again and again', 'bad'],
};

/** Sources that are called as their tables are; any other is a JSON API of any name. */
const tables = ['hubspot', 'meta_ads', 'anytrack', 'fx_rates'];

const when = (time: string | null) => (time ? secondText(time) : '–');

function Backfill({ source }: { source: string }) {
  const [since, setSince] = useState('30d');
  return (
    <span class="line">
      <Pick label="Read again since" value={since} onPick={setSince} options={['7d', '30d', '90d', '365d', ''].map((d) => [d, d ? d.replace('d', ' days') : 'the beginning'])} />
      <Act run={async () => { await tell('POST', address(`/v1/sync/${source}/backfill`, { since })); return `${source} is read again; what is known already changes nothing.`; }}>Backfill</Act>
    </span>
  );
}

function Card({ source: s }: { source: SyncSource }) {
  const [words, tone] = inWords[s.state] ?? [s.state, ''];
  const order = (verb: string, said: string) => async () => { await tell('POST', `/v1/sync/${s.source}${verb}`); return said; };
  const p = s.progress;
  const until = s.until && Date.parse(s.until) > Date.now() ? s.until : null;
  return (
    <Panel title={s.source} side={<Mark tone={tone}>{s.state}</Mark>}>
      <p class="lead">{words}.{s.why && ` ${s.why.detail.replace(/^[a-z](?!\w*:\/)/, (c) => c.toUpperCase()).replace(/\.$/, '')}.`}</p>
      {p && s.run_began && <p class="note">{p.total ? `${percent(p.done / p.total)} of this run is done` : `${count(p.done)} done`}{p.eta && `, done about ${when(p.eta)}`}{p.total !== null && <progress max={p.total} value={p.done} aria-label={`Progress of ${s.source}`} />}</p>}
      <Terms rows={[
        ...(s.failing_since ? [['Fails at least since', when(s.failing_since)] as [string, string]] : []),
        ['Last success', s.last_success ? when(s.last_success) : 'no sync has succeeded yet'], ['Lag behind the platform', s.lag_seconds === null ? 'unknown until a sync has succeeded' : durationText(s.lag_seconds)],
        [until ? 'Goes on' : 'Next run', until || s.next_run ? when(until ?? s.next_run) : s.state === 'paused' ? 'when it is resumed' : s.run_began ? 'after this one' : 'when you sync it'],
        ['Records read', <Ask open={asks`how~came~${s.source}`}>{count(s.records)}</Ask>], ['of which rejected', s.rejected ? <a href={linkTo('quarantine', { source: s.source })}>{count(s.rejected)}</a> : '0'],
        ...(s.token_expires ? [['Token expires', when(s.token_expires)] as [string, string]] : []),
      ]} />
      {s.last_error && <p class="note">{s.last_success && s.last_error.at < s.last_success ? 'Earlier error, over since' : 'Last error'}, {when(s.last_error.at)}: <code>{s.last_error.code}</code> {s.last_error.detail}</p>}
      {s.state === 'failing' && <p class="note">If it stays so: look at the platform, and at the addresses under <code>[sources.{tables.includes(s.source) ? s.source : 'json_pull'}]</code> in the configuration. After a change: <code>kill -HUP $(pidof convhub)</code>, then Sync now.</p>}
      {s.notes.map((n) => <p class="note">{typeof n === 'string' ? n : JSON.stringify(n)}</p>)}
      <p class="line">
        {s.state === 'paused' ? <Act strong run={order('/resume', `${s.source} goes on.`)}>Resume</Act>
          : <><Act strong run={order('', `A run of ${s.source} begins.`)}>Sync now</Act><Act run={order('/pause', `${s.source} is paused until it is resumed.`)}>Pause</Act></>}
        <Backfill source={s.source} />
      </p>
    </Panel>
  );
}

function Pulled() {
  const answer = useAnswer<SyncState>('/v1/sync');
  const none = <Panel title="Pulled sources"><Empty>Nothing is pulled here. Enable <code>[sources.hubspot]</code>, <code>meta_ads</code>, <code>fx_rates</code>, <code>anytrack</code> or <code>json_pull</code> in the configuration; <code>convhub config example</code> shows every setting.</Empty></Panel>;
  if (answer.refusal?.status === 404) return none;
  return <From answer={answer}>{(state) => (state.sources.length ? <div class="cards">{state.sources.map((s) => <Card key={s.source} source={s} />)}</div> : none)}</From>;
}

/** When each source last told of a conversion; one question each. */
function LastSeen({ source }: { source: string }) {
  const value = useAnswer<ConversionList>(latestAddress({ source, limit: 1 })).value;
  const latest = value?.data[0];
  return <>{latest ? minuteText(latest.occurred_at) : value ? '–' : '…'}</>;
}

/** Events an hour against the usual week: what says first that a source fell silent. */
function Rhythm() {
  const answer = useAnswer<Rhythms>('/v1/rhythm');
  if (answer.refusal?.status === 404) return null;
  return (
    <From answer={answer}>{(r) => (
      <Panel title="Events an hour, against the usual week" side={<CsvLink text={() => 'source,hour,events,usual\n' + r.sources.flatMap((x) => x.hours.map((h) => `${x.source},${h.hour},${h.events},${h.usual ?? ''}\n`)).join('')} name="events-an-hour" />} note="Bars are what came in each of the last 24 hours, the steps what usually comes in that hour of the week, once two weeks of the source are known. Native touchpoints are what was sent to /v1/touchpoints, by whomever; the tables below count it under who sent it.">
        {r.sources.length ? (
          <Table caption="Events an hour" rows={r.sources} name={(x) => x.source} sort="source" ascending columns={[
            { key: 'source', title: 'Source', text: true, value: (x) => feedName(x.source) },
            { key: 'last', title: 'Latest event', text: true, value: (x) => x.last_event, cell: (x) => (x.last_event ? when(x.last_event) : 'none yet') },
            { key: 'events', title: 'In 24 hours', value: eventsOf, as: count, open: (x) => asks`how~hours~${x.source}` },
            { key: 'usual', title: 'Usually', value: usualOf, cell: (x) => (x.hours.some((h) => h.usual !== null) ? <Ask open={asks`how~hours~${x.source}`}>{count(usualOf(x))}</Ask> : 'not known yet') },
            { key: 'hours', title: 'By hour', text: true, wide: true, value: eventsOf, cell: (x) => <Hours hours={x.hours} label={`${x.source}: ${plural(eventsOf(x), 'event')} in 24 hours`} /> },
            { key: 'state', title: 'State', text: true, value: (x) => String(x.silent), cell: (x) => (x.silent ? <Mark tone="warn">silent</Mark> : usualOf(x) ? 'as usual' : '–') },
          ]} />
        ) : <Empty>{r.ready ? 'Nothing yet; events are counted once a minute.' : 'The log of the last weeks is being read.'}</Empty>}
      </Panel>
    )}</From>
  );
}

function Told() {
  const answer = useReport<SourcesReport>('sources', 'days');
  return (
    <From answer={answer}>{(r) => (
      <Panel title="What each source says" side={<CsvLink href={reportAddress('sources.csv', 'days')} name="sources" />}
        note={<>Events are all that a source sent in these days, page views and carts too; outcomes are those of them that are conversions; told before are outcomes that another report had told of earlier. The total counts each conversion once; manual is what named no source. Together they claim <Ask open="how~told">{money(r.totals.claimed)}</Ask> {r.meta.currency}; the orders were sold for <Ask open="how~told">{money(r.totals.value)}</Ask>.</>}>
        {r.rows.length ? (
          <Table caption="What each source says" rows={r.rows} name={(x) => x.source} sort="claimed" columns={[
            { key: 'source', title: 'Source', text: true },
            { key: 'latest', title: 'Latest conversion', text: true, wide: true, value: (x) => x.source, cell: (x) => <LastSeen source={x.source} /> },
            { key: 'events', title: 'Events', as: count, open: (x) => asks`how~told~${x.source}` },
            { key: 'outcomes', title: 'Outcomes', as: count, open: (x) => asks`how~told~${x.source}` },
            { key: 'merged', title: 'Told before', hint: 'outcomes that another report had told of earlier', as: count, open: (x) => asks`how~told~${x.source}` },
            { key: 'conversions', title: 'Conversions', as: count, open: (x) => asks`list~source~${x.source}` },
            { key: 'claimed', title: 'Claimed', hint: 'what its outcomes say they are worth', as: money, open: (x) => asks`how~told~${x.source}` },
            { key: 'part', title: 'Of what was sold', wide: true, value: (x) => +x.claimed / +r.totals.value, as: percent, open: (x) => asks`how~told~${x.source}` },
          ]} foot={<tr><th scope="row">Total</th><td class="wide" /><td class="n"><Ask open="how~told">{count(r.totals.events)}</Ask></td><td class="n"><Ask open="how~told">{count(r.totals.outcomes)}</Ask></td><td class="n"><Ask open="how~told">{count(r.totals.merged)}</Ask></td><td class="n"><Ask open="how~told">{count(r.totals.conversions)}</Ask></td><td class="n"><Ask open="how~told">{money(r.totals.claimed)}</Ask></td><td class="n wide">{percent(+r.totals.claimed / +r.totals.value)}</td></tr>} />
        ) : <Empty>No source told anything in these days. Point a client at <code>/v1/conversions</code>, or <code>convhub import orders.csv</code>.</Empty>}
        <Caveats meta={r.meta} />
      </Panel>
    )}</From>
  );
}

const came = ['received', 'stored', 'duplicates', 'quarantined', 'refused'] as const;

function Pushed() {
  const answer = useAnswer<Status>('/v1/status');
  return (
    <From answer={answer}>{(s) => (
      <Panel title={`What came in since ${sinceStart(s)}`} side={<CsvLink text={() => `source,${came.join(',')}\n` + s.sources.map((x) => `${x.source},${came.map((key) => x[key]).join(',')}\n`).join('')} name="came-in" />} note="Counted since this process started; what is stored outlives it. Each item received is stored, known already, set aside in quarantine, or refused: the columns add up.">
        {s.sources.length ? (
          <Table caption="Received by source" rows={s.sources} name={(x) => x.source} sort="received" columns={[
            { key: 'source', title: 'Source', text: true },
            ...came.map((key) => ({ key, title: key === 'duplicates' ? 'Known already' : key[0].toUpperCase() + key.slice(1), value: (x: Status['sources'][number]) => x[key], cell: (x: Status['sources'][number]) => <Ask open={asks`how~came~${x.source}`}>{count(x[key])}</Ask> })),
            { key: 'sum', title: 'Adds up', value: (x) => x.received - x.stored - x.duplicates - x.quarantined - x.refused, cell: (x) => (x.received === x.stored + x.duplicates + x.quarantined + x.refused ? <span class="good">✓</span> : <span class="bad">≠</span>) },
          ]} />
        ) : <Empty>Nothing came in since then.</Empty>}
      </Panel>
    )}</From>
  );
}

export function Sources() { return <><Pulled /><Rhythm /><Told /><Pushed /></>; }
