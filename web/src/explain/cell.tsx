// The conversions that a cell of a report is made of.
import type { CellConversion, CellExplanation } from '../api/answers';
import { Table, type Column } from '../parts/table';
import { From, Mark } from '../parts/words';
import { Caveats, Check, Listed } from '../parts/sums';
import { money, plural, ratio, same, shared, sum, word } from '../view/figures';
import { useReport } from '../view/report';
import { minuteText, modelNames } from '../view/scope';
import { uncounted } from './conversion';
import { page, usePages } from './pages';

/** What stands in a row that is none of yours. */
const meanings: Record<string, string> = {
  '(not set)': 'Visits by links that name no campaign.', '(direct)': 'Visits that came from nowhere known: a typed address, a bookmark.',
  '(unattributed)': 'Conversions without a touchpoint that counts.',
};

/** What was sold, where some of it went back. */
function Sold({ of }: { of: CellConversion }) {
  const sold = sum(of.entries.map((e) => (e.kind === 'sale' ? e.booked : null)));
  return +sold && !same(sold, sum(of.entries.map((e) => e.booked))) ? <small class="before">of {money(sold)} sold</small> : null;
}

export function CellDrawer({ report, by, group, group2, model }: { report: string; by: string; group: string; group2?: string; model?: string }) {
  const extra = { group_by: by, group, group2, limit: page, ...(model ? { model } : {}) };
  const answer = useReport<CellExplanation>(`${report}/explain`, 'model', extra);
  const pages = usePages<CellConversion>(`${report}/explain`, 'model', extra);
  return (
    <From answer={answer} height={320}>{(x) => {
      const name = (x.cell as { group?: { name?: string } }).group?.name ?? group;
      const { data, button } = pages(x);
      const booked: Column<CellConversion> = { key: 'booked', title: 'Booked', hint: 'what was sold, less refunds', value: (c) => sum(c.entries.map((e) => e.booked)), cell: (c) => (c.entries.some((e) => e.booked === null) ? <Mark tone="warn" title="There is no exchange rate for it, so it counts as nothing">no rate</Mark> : <>{money(sum(c.entries.map((e) => e.booked)))}<Sold of={c} /></>) };
      const columns: Column<CellConversion>[] = [
        { key: 'occurred_at', title: 'Conversion', text: true, as: minuteText, open: (c) => `cv~${c.conversion_id}~${x.meta.model ?? ''}` },
        { key: 'order_id', title: 'Order', text: true, wide: true },
        ...(group === '(unattributed)' ? [booked, { key: 'why', title: 'Why', text: true, value: (c: CellConversion) => uncounted(c.excluded) || 'no touchpoint was seen' }]
          : [{ key: 'source' as const, title: 'Believed source', text: true, wide: true }, booked, { key: 'conversions' as const, title: 'Share', as: ratio }, { key: 'revenue' as const, title: 'Credit', as: money }]),
      ];
      return (
        <>
          <h3>{name}</h3>
          {meanings[name] && <p class="note">{meanings[name]}</p>}
          <p class="lead">{x.check.sum?.conversions === x.check.conversions ? plural(x.check.conversions, 'conversion') : <>It had a part in {plural(x.check.conversions, 'conversion')}. {modelNames[x.meta.model ?? ''] ?? x.meta.model}, looking back {plural(x.meta.lookback_days!, 'day')}, gives it {shared(x.check.sum?.conversions)} of {word(x.check.conversions, 'it', 'them')}</>}, worth <b>{money(x.check.sum?.revenue)} {x.meta.currency}</b> net of refunds.</p>
          <p class="note">Booked is what falls in these days; a refund of another day counts there.</p>
          <Caveats meta={x.meta} />
          <Check right={x.check.reconciles}>The hub added up all credits, one by one: they {x.check.reconciles ? 'are' : 'are not'} what the report shows.</Check>
          <Listed shown={data.length} all={x.check.conversions}>{money(sum(data.map((c) => c.revenue)))} {x.meta.currency}</Listed>
          {button}
          <Table caption={`Conversions behind ${name}`} columns={columns} rows={data} name={(c) => c.conversion_id} sort="occurred_at" />
        </>
      );
    }}</From>
  );
}
