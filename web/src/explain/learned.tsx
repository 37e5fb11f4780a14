// A figure of a model that learns from all journeys: no single conversion holds it, so what was learned is shown.
import type { AttributionReport } from '../api/answers';
import { Terms } from './how';
import { From } from '../parts/words';
import { money, percent, plural, shared, word } from '../view/figures';
import { rowOf, useReport } from '../view/report';
import { modelNames } from '../view/scope';

export const words: Record<string, string> = {
  markov: 'Journeys are read as a chain of steps. The removal effect of a step is the part of all conversions that would be lost if it led nowhere; revenue is shared in proportion to it.',
  shapley: 'The Shapley value of a step is how many conversions it adds, on average over all orders in which the steps of a path could have come; revenue is shared in proportion to it.',
};

export function LearnedDrawer({ by, group, model }: { by: string; group: string; model: string }) {
  const answer = useReport<AttributionReport>('attribution', 'model', { model, group_by: by, intervals: 'true' });
  return (
    <From answer={answer} height={260}>{(r) => {
      const row = rowOf(r.rows, by, group);
      if (group === '(unattributed)') return <p class="note">{money(r.unattributed.revenue)} {r.meta.currency} of {plural(r.unattributed.conversions, 'conversion')} {word(r.unattributed.conversions, 'has', 'have')} no touchpoint that counts.</p>;
      if (!row) return <p class="note">This row is not in these days.</p>;
      return (
        <>
          <h3>{row.group.name ?? group}</h3>
          <Terms rows={[
            [<b>Revenue by {modelNames[model]}</b>, <b>{money(row.revenue)} {r.meta.currency}</b>], ['With 90 % confidence between', `${money(row.revenue_low)} and ${money(row.revenue_high)}`], ['Conversions', shared(row.conversions)],
            ...(row.removal_effect !== undefined ? [['Removal effect', percent(row.removal_effect, 1)] as [string, string]] : []), ...(row.shapley_value !== undefined ? [['Shapley value', shared(row.shapley_value)] as [string, string]] : []),
          ]} />
          <p class="note">{words[model]}</p>
          <p class="note">It credits no single conversion. Choose a model by touchpoints, such as time decay, to see the conversions behind a figure.</p>
        </>
      );
    }}</From>
  );
}
