// What carries a label, each with the reason.
import type { Labelled } from '../api/answers';
import { address } from '../api/client';
import { useAnswer } from '../api/use';
import { Table } from '../parts/table';
import { Ask, Empty, From } from '../parts/words';
import { linkTo } from '../view/address';
import { plural } from '../view/figures';
import { secondText } from '../view/scope';

const meanings: Record<string, string> = {
  'bot-agent': 'The user agent says that it is a machine', 'duplicate-click-id': 'One click id of too many people', 'one-hit-flood': 'Many lone touchpoints within a minute',
  'fast-order': 'An order within seconds of the first click', 'outlier-value': 'Sold for many times the median of its type',
};

export function LabelledList({ label }: { label: string }) {
  const answer = useAnswer<Labelled>(address(`/v1/labels/${label}`, { limit: 1000 }));
  return (
    <From answer={answer} height={240}>{(l) => (
      <>
        <h3>{l.label}</h3>
        <p class="note">{meanings[l.label]}; the limits stand under <code>[fraud]</code>.</p>
        <p class="lead">{l.next_cursor ? 'The latest ' : ''}{plural(l.data.length, 'item')} of all time, with the reason of each.</p>
        {l.data.length ? (
          <Table caption={`Labelled ${l.label}`} rows={l.data} name={(x) => (x.conversion_id ?? x.touch_id)!} most={100} columns={[
            { key: 'at', title: 'When', text: true, value: (x) => x.occurred_at, cell: (x) => (x.conversion_id ? <Ask open={`cv~${x.conversion_id}`}>{secondText(x.occurred_at)}</Ask> : secondText(x.occurred_at)) },
            { key: 'kind', title: 'What', text: true, cell: (x) => (x.contact_id ? <a href={linkTo('journey', { contact: x.contact_id })}>{x.kind}</a> : x.kind) },
            { key: 'reason', title: 'Why', text: true },
          ]} />
        ) : <Empty>Nothing carries this label.</Empty>}
      </>
    )}</From>
  );
}
