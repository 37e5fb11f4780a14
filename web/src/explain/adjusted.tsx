// Refunds and the like of which the same became.
import type { Adjustments } from '../api/answers';
import { address } from '../api/client';
import { useAnswer } from '../api/use';
import { Listed } from '../parts/sums';
import { Table } from '../parts/table';
import { Ask, Empty, From, Id } from '../parts/words';
import { money, plural, sum } from '../view/figures';
import { dayIn } from '../view/days';
import { days, secondText, tz } from '../view/scope';

const meanings: Record<string, string> = {
  counted: 'Each counts on its own day.',
  'waits-for-sale': 'Their sale is not known: no purchase has the order id that they name and no conversion the id. Until it comes nothing is taken from revenue.',
  'over-refund': 'More is asked for than was left of the sale. What was left is taken, and nothing goes below zero.',
};

export function AdjustedList({ note }: { note: string }) {
  const answer = useAnswer<Adjustments>(address('/v1/adjustments', { note, limit: 1000 }));
  const { from, to } = (note === 'counted' && days.value) || {};
  const inDays = ({ occurred_at: at }: Adjustments['data'][number]) => { const day = dayIn(new Date(at), tz.value ?? 'UTC'); return (!from || day >= from) && (!to || day < to); };
  return (
    <From answer={answer} height={240}>{(l) => { const rows = l.data.filter(inDays); return (
      <>
        <p class="lead">{l.next_cursor ? 'Of the latest ' : ''}{plural(rows.length, 'refund')} or the like, of {from ? 'these days' : 'all time'}. {meanings[l.note]}</p>
        {rows.length > 0 && rows.every((x) => x.amount && x.kind !== 'adjustment' && x.amount.currency === rows[0].amount!.currency) && <Listed shown={rows.length} all={rows.length}>{money(sum(rows.map((x) => x.amount!.amount)))} {rows[0].amount!.currency}</Listed>}
        {rows.length ? (
          <Table caption={`Adjustments: ${l.note}`} rows={rows} sort="at" name={(x) => `${x.source}:${x.external_id}`} most={100} columns={[
            { key: 'at', title: 'When', text: true, value: (x) => x.occurred_at, as: secondText },
            { key: 'kind', title: 'What', text: true },
            { key: 'amount', title: 'Asks for', value: (x) => (x.amount ? +x.amount.amount : null), cell: (x) => (x.amount ? `${money(x.amount.amount)} ${x.amount.currency}` : 'all that is left') },
            { key: 'sale', title: 'Of', text: true, value: (x) => x.order_id ?? x.sale_external_id ?? x.conversion_id, cell: (x) => { const name = x.order_id ? `order ${x.order_id}` : x.sale_external_id ? <>{x.sale_source}: <Id of={x.sale_external_id} /></> : 'its conversion'; return x.conversion_id ? <Ask open={`cv~${x.conversion_id}`}>{name}</Ask> : name; } },
            { key: 'told', title: 'Told by', text: true, value: (x) => `${x.source}: ${x.external_id}`, cell: (x) => <>{x.source}: <Id of={x.external_id} /></> },
          ]} />
        ) : <Empty>Nothing does.</Empty>}
      </>
    ); }}</From>
  );
}
