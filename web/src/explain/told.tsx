// What a source told in these days, or all of them: how its figures come from each other, and which rules made its reports
// one order with others.
import type { DedupReport, SourcesReport } from '../api/answers';
import { Sum } from '../parts/sums';
import { Ask, From, ruleName } from '../parts/words';
import { asks, linkTo } from '../view/address';
import { count, difference, money } from '../view/figures';
import { useReport } from '../view/report';
import { Terms } from './how';

export function Told({ source }: { source?: string }) {
  const answer = useReport<SourcesReport>('sources', 'days');
  const dedup = useReport<DedupReport>('dedup', 'days').value;
  return (
    <From answer={answer} height={240}>{(r) => {
      const row = r.rows.find((x) => x.source === source);
      if (source && !row) return <p class="note"><b>{source}</b> told nothing in these days.</p>;
      const x = row ?? r.totals;
      const rules = dedup?.rows.filter((d) => !row || d.source === source || d.matched_source === source) ?? [];
      return (
        <>
          <h3>{row?.source ?? 'All sources'}</h3>
          <Terms rows={[
            ['Events sent', count(x.events)], ['− page views, carts and the like', count(x.events - x.outcomes)], [<b>Outcomes</b>, <b>{count(x.outcomes)}</b>],
            ['− told before by another report', count(x.merged)], [<b>Told first here</b>, <b>{count(x.outcomes - x.merged)}</b>],
            ['Conversions that it had a part in', row ? <Ask open={asks`list~source~${row.source}`}>{count(x.conversions)}</Ask> : count(x.conversions)],
          ]} />
          {rules.length > 0 && <><h3>What made reports one order</h3><Terms rows={rules.map((d) => [`${ruleName(d.rule)}: ${d.source} joined ${d.matched_source}`, count(d.count)])} /></>}
          <h3>Claimed</h3>
          {row ? <Terms rows={[['What its outcomes say they are worth', `${money(row.claimed)} ${r.meta.currency}`], ['All that was sold, by whomever told', money(r.totals.value)]]} /> : (
            <><Terms rows={[...r.rows.map((s): [string, string] => [s.source, money(s.claimed)]), ['Claimed together', `${money(r.totals.claimed)} ${r.meta.currency}`], ['− sold, each order once', money(r.totals.value)], ['Too much', money(difference(r.totals.claimed, r.totals.value))]]} />
              <Sum parts={r.rows.map((s) => s.claimed)} total={r.totals.claimed} currency={r.meta.currency} what="The sources" /></>
          )}
          <p class="links"><a href={linkTo('duplicates')}>Look at the pairs</a></p>
        </>
      );
    }}</From>
  );
}
