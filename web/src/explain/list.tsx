// The conversions that a count is made of.
import type { ConversionList } from '../api/answers';
import { address } from '../api/client';
import { useAnswer } from '../api/use';
import { Table } from '../parts/table';
import { From } from '../parts/words';
import { money, plural } from '../view/figures';
import { minuteText, scope } from '../view/scope';

export function ListDrawer({ by, value }: { by: string; value: string }) {
  const days = scope('days');
  const answer = useAnswer<ConversionList>(days && address('/v1/conversions', { from: days.from, to: days.to, tz: days.tz, [by]: value, limit: 1000 }));
  return (
    <From answer={answer} height={320}>{(list) => (
      <>
        <h3>{value}</h3>
        <p class="lead">{list.next_cursor ? `The latest ${list.data.length} conversions` : plural(list.data.length, 'conversion')} of these days, each once, whoever told of it as well.</p>
        <Table caption={`Conversions of ${value}`} rows={list.data} name={(c) => c.conversion_id} most={100} columns={[
          { key: 'occurred_at', title: 'Conversion', text: true, as: minuteText, open: (c) => `cv~${c.conversion_id}` },
          { key: 'sources', title: 'Told by', text: true, value: (c) => c.sources.join(', ') },
          { key: 'order_id', title: 'Order', text: true, wide: true },
          { key: 'net', title: 'Net', value: (c) => c.net?.amount, cell: (c) => `${money(c.net?.amount)} ${c.net?.currency ?? ''}` },
        ]} />
      </>
    )}</From>
  );
}
