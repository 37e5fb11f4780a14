// Facts as they come, each with what was decided about it.
import { useEffect, useState } from 'preact/hooks';
import type { ConversionList } from '../api/answers';
import { askAgain, Refusal } from '../api/client';
import { listen } from '../api/listen';
import { useAnswer } from '../api/use';
import { Panel } from '../parts/figure';
import { Scroll } from '../parts/scroll';
import { Table } from '../parts/table';
import { Ask, Empty, From, Id, Mark, alike, ruleName, spaced } from '../parts/words';
import { durationText } from '../view/days';
import { money } from '../view/figures';
import { latestAddress, secondText } from '../view/scope';

interface Decision { conversion_id: string; rule: string; before: string | null; matched_source: string | null; keys: string | null; delta_seconds: number }
interface News { data_seq: number; received_at: string; occurred_at: string; source: string; external_id: string; type: string; value: { amount: string; currency: string } | null; decisions: Decision[] }
interface Line { kind: string; news: News }
const most = 200;

/** What was there before: conversions, not the reports that they are made of. */
function Before() {
  useEffect(askAgain, []); // what was kept may be of some time ago
  const answer = useAnswer<ConversionList>(latestAddress({ limit: 25 }));
  return (
    <From answer={answer} height={260}>{(list) => (
      <Panel title="History" note="The latest conversions by when they happened, each once, as they were when this page was opened.">
        {list.data.length ? <Table caption="Conversions before this page was opened" rows={list.data} name={(c) => c.conversion_id} columns={[
          { key: 'occurred_at', title: 'Happened', text: true, as: secondText },
          { key: 'sources', title: 'Told by', text: true, value: (c) => c.sources.join(', ') },
          { key: 'type', title: 'What', text: true, wide: true, value: (c) => spaced(c.type) },
          { key: 'order_id', title: 'Order', text: true, wide: true },
          { key: 'net', title: 'Net', value: (c) => c.net?.amount, cell: (c) => <Ask open={`cv~${c.conversion_id}`}>{money(c.net?.amount)} {c.net?.currency}</Ask> },
        ]} /> : <Empty>There is no conversion yet.</Empty>}
      </Panel>
    )}</From>
  );
}

export function Live() {
  const [lines, setLines] = useState<Line[]>([]);
  const [state, setState] = useState('Connecting…');
  const [running, setRunning] = useState(true);
  useEffect(() => {
    if (!running) { setState('Paused'); return; }
    return listen('/v1/stream', {
      state: (now) => setState(now instanceof Refusal ? `T${now.message.slice(1)}` : now === 'open' ? 'Listening' : 'The connection broke; trying again'),
      event: (kind, data) => {
        if (kind === 'gap') setState('Some came too fast and are not shown; the lists have them');
        else setLines((old) => [{ kind, news: JSON.parse(data) as News }, ...old].slice(0, most));
      },
    });
  }, [running]);
  return (
    <>
    <Panel title="Since this page was opened" side={<><span role="status" class="note">{state}</span><button type="button" class="tool" aria-pressed={!running} onClick={() => setRunning(!running)}>Pause</button></>}
      note="Each report of a conversion, and whether it is a new one or the same as one known, and by which rule.">
      {lines.length ? (
        <Scroll label="Facts as they come"><table><caption class="unseen">Facts as they come</caption>
          <thead><tr><th scope="col">Received</th><th scope="col">Source</th><th scope="col">What</th><th scope="col" class="n">Value</th><th scope="col">Decided</th></tr></thead>
          <tbody>{lines.map(({ kind, news: n }) => {
            const d = n.decisions[0];
            return (
              <tr key={n.data_seq}><th scope="row">{secondText(n.received_at)}<small>no. {n.data_seq}</small></th><td>{n.source}<small> <Id of={n.external_id} /></small></td><td>{spaced(n.type)} {kind === 'adjustment' && <Mark>adjustment</Mark>}</td>
                <td class="n">{n.value ? `${money(n.value.amount)} ${n.value.currency}` : '–'}</td>
                <td>{d && <Ask open={`cv~${d.conversion_id}`}>{d.matched_source ? `same as ${d.matched_source}` : 'a conversion of its own'}</Ask>}{d?.matched_source && <small> {ruleName(d.rule)}: {alike(d.keys)}, {durationText(d.delta_seconds)} apart</small>}{!d && '–'}</td></tr>
            );
          })}</tbody></table></Scroll>
      ) : <Empty>Nothing came since this page was opened. Send a conversion to <code>/v1/conversions</code> and it appears here within a second.</Empty>}
    </Panel>
    <Before />
    </>
  );
}
