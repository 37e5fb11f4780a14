// What a change compares with what.
import type { RoasReport } from '../api/answers';
import { Ask, Delta, From } from '../parts/words';
import { asks } from '../view/address';
import { spanText } from '../view/days';
import { money, ratio } from '../view/figures';
import { useBefore, useReport } from '../view/report';
import { beforeText, days } from '../view/scope';
import { Terms } from './how';

/** *what* is `revenue`, `roas` or `blended`; *of* the campaign, none for all of them. */
export function Change({ what, of }: { what: string; of?: string }) {
  const now = useReport<RoasReport>('roas', 'model');
  const then = useBefore<RoasReport>('roas', 'model');
  if (!then.value) return then.refusal ? <p class="note">{then.refusal.message}</p> : <p class="note">Nothing is compared: choose under “Compare to” what to, or load the exchange rates that are missing.</p>;
  return (
    <From answer={now} height={200}>{(r) => {
      const pick = (report: RoasReport) => (what === 'blended' ? report.blended : of ? report.rows.find((x) => x.group.campaign_id === of) : report.totals);
      const [a, b] = [pick(r), pick(then.value!)];
      const revenue = what === 'revenue';
      const text = (x: typeof a) => (!x ? '–' : revenue ? `${money(x.revenue)} ${r.meta.currency}` : ratio(x.roas));
      const value = (x: typeof a) => (!x ? null : revenue ? +x.revenue : x.roas);
      const name = revenue ? 'Revenue' : what === 'blended' ? 'Blended ROAS' : 'ROAS';
      const spans = [days.value ? spanText(days.value.from, days.value.to) : '', beforeText.value];
      return (
        <>
          <h3>{of ? r.rows.find((x) => x.group.campaign_id === of)?.group.name : 'All campaigns'}</h3>
          <Terms rows={[[`${name}, ${spans[0]}`, text(a)], [`${name}, ${spans[1]}`, text(b)], [<b>{name} change</b>, <b><Delta now={value(a)} then={value(b)} less={false} /></b>]]} />
          {!revenue && a && b && <Terms rows={[[`Spend, ${spans[0]}`, money(a.spend)], [`Spend, ${spans[1]}`, money(b.spend)]]} />}
          <p class="note">The first over the second, less one. Both are asked under the same model. {of && <Ask open={asks`how~roas~${of}`}>Its ROAS now</Ask>}</p>
        </>
      );
    }}</From>
  );
}
