// The conversions that a cell of a report is made of.
import type { CellConversion, CellExplanation } from '../api/answers';
import { Table, type Column } from '../parts/table';
import { Ask, From, Mark } from '../parts/words';
import { Listed } from '../parts/sums';
import { money, plural, ratio, shared, sum } from '../view/figures';
import { useReport } from '../view/report';
import { minuteText, modelNames } from '../view/scope';
import { page, usePages } from './pages';

/** What stands in a row that is none of yours. */
const meanings: Record<string, string> = {
  '(not set)': 'Visits by links that name no campaign.', '(direct)': 'Visits that came from nowhere known: a typed address, a bookmark.',
  '(unattributed)': 'Conversions without a touchpoint that counts.',
};

export function CellDrawer({ report, by, group, group2, model }: { report: string; by: string; group: string; group2?: string; model?: string }) {
  const extra = { group_by: by, group, group2, limit: page, ...(model ? { model } : {}) };
  const answer = useReport<CellExplanation>(`${report}/explain`, 'model', extra);
  const pages = usePages<CellConversion>(`${report}/explain`, 'model', extra);
  return (
    <From answer={answer} height={320}>{(x) => {
      const name = (x.cell as { group?: { name?: string } }).group?.name ?? group;
      const { data, button } = pages(x);
      const columns: Column<CellConversion>[] = [
        { key: 'occurred_at', title: 'Conversion', text: true, value: (c) => c.occurred_at, cell: (c) => <Ask open={`cv~${c.conversion_id}~${x.meta.model ?? ''}`}>{minuteText(c.occurred_at)}</Ask> },
        { key: 'source', title: 'Source', text: true, value: (c) => c.source, wide: true },
        { key: 'booked', title: 'Booked', value: (c) => sum(c.entries.map((e) => e.booked)), cell: (c) => (c.entries.some((e) => e.booked === null) ? <Mark tone="warn" title="There is no exchange rate for it, so it counts as nothing">no rate</Mark> : money(sum(c.entries.map((e) => e.booked)))) },
        { key: 'conversions', title: 'Share', value: (c) => c.conversions, cell: (c) => ratio(c.conversions) },
        { key: 'revenue', title: 'Credit', value: (c) => c.revenue, cell: (c) => money(c.revenue) },
      ];
      return (
        <>
          <h3>{name}</h3>
          {meanings[name] && <p class="note">{meanings[name]}</p>}
          <p class="lead"><b>{money(x.check.sum?.revenue)} {x.meta.currency}</b> from {plural(x.check.conversions, 'conversion')}, whose shares by {modelNames[x.meta.model ?? ''] ?? x.meta.model}, looking back {plural(x.meta.lookback_days!, 'day')}, come to {shared(x.check.sum?.conversions)}.</p>
          <p class={`sum ${x.check.reconciles ? 'good' : 'bad'}`}><b aria-hidden="true">{x.check.reconciles ? '✓' : '≠'}</b> The hub added up all credits, one by one: they {x.check.reconciles ? 'are' : 'are not'} what the report shows.</p>
          <Table caption={`Conversions behind ${name}`} columns={columns} rows={data} name={(c) => c.conversion_id} sort="occurred_at" />
          <Listed shown={data.length} all={x.check.conversions}>{money(sum(data.map((c) => c.revenue)))} {x.meta.currency}</Listed>
          {button}
        </>
      );
    }}</From>
  );
}
