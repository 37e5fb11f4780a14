// How far the models differ on one row, and from which to which.
import type { CompareReport, CompareRow } from '../api/answers';
import { From } from '../parts/words';
import { difference, money, percent } from '../view/figures';
import { rowOf, useReport } from '../view/report';
import { modelNames } from '../view/scope';
import { Terms } from './how';

/** What changes by this part of its mean or more depends on the model. */
export const sensitiveFrom = 0.5;
/** What earns less than this part of everything under each model has too small a base for a percentage, and is not marked. */
const smallBelow = 0.01;

export interface Spread { least: string; most: string; apart: string; part: number; sensitive: boolean; small: boolean }

/** The figures of *row* against each other; *booked* is all that was earned. */
export function spreadOf(row: CompareRow, booked: string): Spread {
  const models = Object.keys(row.models).sort((a, b) => +row.models[a].revenue - +row.models[b].revenue);
  const [least, most] = [models[0], models[models.length - 1]];
  const mean = models.reduce((n, m) => n + +row.models[m].revenue, 0) / models.length;
  const apart = difference(row.models[most].revenue, row.models[least].revenue);
  const part = mean ? +apart / Math.abs(mean) : 0;
  const small = part >= sensitiveFrom && Math.abs(+row.models[most].revenue) < smallBelow * Math.abs(+booked);
  return { least, most, apart, part, sensitive: part >= sensitiveFrom && !small, small };
}

export function SpreadDrawer({ by, of, models }: { by: string; of: string; models: string }) {
  const answer = useReport<CompareReport>('compare', 'touches', { models, group_by: by });
  return (
    <From answer={answer} height={260}>{(r) => {
      const row = rowOf(r.rows, by, of);
      if (!row) return <p class="note">This row is not in these days.</p>;
      const [s, c] = [spreadOf(row, r.totals.booked), r.meta.currency];
      return (
        <>
          <h3>{row.group.name ?? of}</h3>
          <Terms rows={[
            [`Most, under ${modelNames[s.most]}`, `${money(row.models[s.most].revenue)} ${c}`], [`Least, under ${modelNames[s.least]}`, `${money(row.models[s.least].revenue)} ${c}`], [<b>Apart by</b>, <b>{money(s.apart)} {c}</b>],
            ['as part of the mean of all models', percent(s.part)], ['Everything that was booked', `${money(r.totals.booked)} ${c}`],
          ]} />
          <p class="note">{s.small ? `It earns less than ${percent(smallBelow)} of everything under each model. Of so small a base a percentage says little, so the table shows the amount and no mark.` : s.sensitive ? `Model-sensitive: from ${percent(sensitiveFrom)} of the mean on, what a row earned depends on whom you ask.` : `Steady: below ${percent(sensitiveFrom)} of the mean.`}</p>
        </>
      );
    }}</From>
  );
}
