// Pairs of reports: those that are one order, those that may be, those that are not; and what people decided.
import type { DedupReport, Pair, Verdict, VerdictList } from '../api/answers';
import { address, tell } from '../api/client';
import { usePairs } from '../api/pairs';
import { useAnswer } from '../api/use';
import { Act } from '../parts/act';
import { Panel } from '../parts/figure';
import { Caveats, Sum } from '../parts/sums';
import { Table } from '../parts/table';
import { Ask, Choice, Empty, From, Id, Mark, Turn, ruleName } from '../parts/words';
import { param, show } from '../view/address';
import { durationText } from '../view/days';
import { count, money, percent, plural, word } from '../view/figures';
import { useReport } from '../view/report';
import { scope, secondText } from '../view/scope';
import { SideBySide } from './pair';
import type { ComponentChildren } from 'preact';

const standings = { merged: 'Merged', possible: 'Possible', kept_apart: 'Kept apart', decided: 'Decisions' };

export async function withdraw(verdict: string): Promise<string> {
  await tell<Verdict>('DELETE', `/v1/duplicates/verdicts/${verdict}`);
  return 'Taken back: an earlier decision about the pair holds again, else the rules decide.';
}

export function keyOf(pair: Pair): string {
  return `${pair.event.source}/${pair.event.external_id}|${pair.partner.source}/${pair.partner.external_id}`;
}

const pairsOf = (r: DedupReport['rows'][number]) => ({ standing: 'merged', rule: r.rule, sources: `${r.source},${r.matched_source}`, pair: null, cursor: null });

function Rules() {
  const answer = useReport<DedupReport>('dedup', 'days');
  return (
    <From answer={answer} height={180}>{(d) => (
      <Panel title="What was removed" note={<><Ask open="how~duplicates">{plural(d.totals.events, 'report')}</Ask> {word(d.totals.events, 'is', 'are')} <Ask open="how~revenue">{plural(d.totals.conversions, 'order')}</Ask>. <Ask open="how~duplicates">{plural(d.totals.duplicates, 'duplicate')}</Ask> ({percent(d.totals.dedup_rate, 1)}) would have counted <Ask open="how~duplicates">{money(d.totals.duplicate_value)}</Ask> {d.meta.currency} twice.{d.rows.some((r) => [r.source, r.matched_source].includes('manual')) && ' The source manual is what was sent without naming a source.'}</>}>
        {d.rows.length > 0 && (
          <Table caption="Duplicates by rule and sources" rows={d.rows} name={(r) => r.rule + r.source + r.matched_source} sort="count" most={6} columns={[
            { key: 'rule', title: 'Rule', text: true, value: (r) => ruleName(r.rule), cell: (r) => <>{ruleName(r.rule)}<small class="slim">{r.source} onto {r.matched_source}</small></> },
            { key: 'source', title: 'Told by', text: true, wide: true },
            { key: 'matched_source', title: 'Known from', text: true, wide: true },
            { key: 'count', title: 'Duplicates', cell: (r) => <Turn to={pairsOf(r)}>{count(r.count)}</Turn> },
            { key: 'value', title: 'Worth', hint: 'what they would have counted a second time', cell: (r) => <Turn to={pairsOf(r)}>{money(r.value)}</Turn> },
          ]} />
        )}
        <Caveats meta={d.meta} />
        <Sum parts={d.rows.map((r) => r.value)} total={d.totals.duplicate_value} currency={d.meta.currency} what={plural(d.rows.length, 'row')} />
      </Panel>
    )}</From>
  );
}

function Row({ pair, open }: { pair: Pair; open: boolean }) {
  const { event, partner } = pair;
  return (
    <li class="pair">
      <button type="button" class="pair-head" aria-expanded={open} onClick={() => show({ pair: open ? null : keyOf(pair) })}>
        <span><b>{event.source}</b> <small><Id of={event.external_id} /></small></span><span><b>{partner.source}</b> <small><Id of={partner.external_id} /></small></span>
        <span class="fig">{money(event.value?.amount)} {event.value?.currency}</span><span><Mark tone={pair.standing === 'merged' ? 'good' : pair.standing === 'possible' ? 'warn' : ''}>{ruleName(pair.reason ?? pair.rule)}</Mark></span>
        <span class="n wide">{durationText(pair.delta_seconds)}</span>
      </button>
      {open && <SideBySide pair={pair} />}
    </li>
  );
}

const filters = () => ['conversion', 'rule', 'sources'].filter((name) => param(name));
const named = () => filters().flatMap((f) => [f === 'rule' ? ' by ' : ' of ', <b>{f === 'rule' ? ruleName(param(f)!) : f === 'sources' ? param(f)!.replace(',', ' with ') : param(f)}</b>]);

/** What the marks of each standing mean. */
const legends: Record<string, ComponentChildren> = {
  merged: <>Two reports are one order where they have the <b>same order number</b>, the <b>same event id</b> of Meta, or the <b>same person, amount and time</b>, that is within the hours that Settings has; or where somebody <b>merged them by hand</b>.</>,
  possible: <>No rule made them one, but little is missing: the <b>amounts differ</b>, they are <b>too far apart in time</b>, or their <b>order numbers look alike</b> and are spelled differently.</>,
  kept_apart: <>They look alike and count as two orders: their <b>order numbers differ</b>, what they have in common is <b>shared by too many</b> reports to tell orders apart, or somebody decided that they are <b>kept apart by hand</b>.</>,
  decided: 'A decision holds until a later one about the same reports, or until it is taken back.',
};

const none: Record<string, string> = {
  merged: 'No two reports are the same order in these days. Widen the range, or connect a second source.',
  possible: 'No pair came near a merge in these days: whatever looked alike was decided, by an order number or by hand.',
  kept_apart: 'Nothing that looked alike was kept apart in these days.',
};

function Older({ to, children }: { to: string; children: string }) {
  return <button type="button" class="tool" onClick={() => show({ cursor: to, pair: null })}>{children}</button>;
}

function Pairs({ standing }: { standing: string }) {
  const cursor = param('cursor');
  const sources = param('sources');
  const days = scope('days');
  const conversion = param('conversion');
  const answer = usePairs(days && { standing, rule: param('rule'), sources, conversion, cursor, limit: 25,
    ...(conversion ? {} : { from: days.from, to: days.to, tz: days.tz }) });
  return (
    <From answer={answer} height={300}>{(list) => (
      list.data.length ? (
        <>
          <p class="heads" aria-hidden="true"><span>Report</span><span>{standing === 'merged' ? 'is the same order as' : standing === 'possible' ? 'may be the same order as' : 'is not the same order as'}</span><span class="fig">Value</span><span>{standing === 'merged' ? 'Rule' : 'Why'}</span><span class="n wide">Apart</span></p>
          <ul class="pairs">{list.data.map((p) => <Row key={keyOf(p)} pair={p} open={param('pair') === keyOf(p)} />)}</ul>
          <p class="links">{cursor && <button type="button" class="tool" onClick={() => history.back()}>Back</button>}
            {list.next_cursor && <Older to={list.next_cursor}>Next 25</Older>}</p>
        </>
      ) : list.next_cursor ? <Empty>None among the reports looked at so far. <Older to={list.next_cursor}>Look at older ones</Older></Empty>
        : <Empty>{cursor ? 'No more among the older reports.' : filters().length ? <>None{named()}{!conversion && ' in these days'}.</> : none[standing] ?? none.merged}</Empty>
    )}</From>
  );
}

function Decisions() {
  const cursor = param('cursor');
  const answer = useAnswer<VerdictList>(address('/v1/duplicates/verdicts', { cursor }));
  return (
    <From answer={answer} height={200}>{(list) => (list.data.length ? (
      <><ul class="plain">{list.data.map((v) => (
        <li key={v.verdict_id}><span><b>{v.verdict === 'apart' ? 'Not one order' : 'One order'}</b> <small>{secondText(v.decided_at)}{v.note && ` · ${v.note}`}</small>{v.events.map((e, i) => <small>{i > 0 && e.side !== v.events[i - 1].side && v.verdict === 'apart' && 'not '}{e.source} <Id of={e.external_id} /></small>)}</span>
          {v.overruled_by && <Mark title={`by ${v.overruled_by}`}>overruled</Mark>}{v.withdrawn ? <Mark>taken back</Mark> : <Act run={() => withdraw(v.verdict_id)} label={`Take back ${v.verdict_id}`}>Take back</Act>}</li>
      ))}</ul>{list.next_cursor && <p class="links"><Older to={list.next_cursor}>Older</Older></p>}</>
    ) : cursor ? <Empty>No older decisions.</Empty> : <Empty>Nobody decided anything yet. Open a pair under Merged or Possible to part or join it.</Empty>)}</From>
  );
}

export function Duplicates() {
  const standing = param('standing') ?? 'merged';
  return (
    <>
      <Rules />
      <Panel title="Pair by pair" side={<Choice label="Standing" value={standing} options={standings} onPick={(v) => show({ standing: v, pair: null, cursor: null, conversion: null })} />}
        note={standing === 'decided' ? legends.decided : <>{legends[standing] ?? legends.merged} {filters().length > 0 ? <>Only{named()} <button type="button" class="link" onClick={() => show({ conversion: null, rule: null, sources: null, cursor: null })}>All</button></> : 'Press a pair to see both reports side by side.'}</>}>
        {standing === 'decided' ? <Decisions /> : <Pairs key={standing} standing={standing} />}
      </Panel>
    </>
  );
}
