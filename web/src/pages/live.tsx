// Facts as they come, each with what was decided about it.
import { useEffect, useState } from 'preact/hooks';
import { listen } from '../api/listen';
import { Panel } from '../parts/figure';
import { Ask, Empty, Mark } from '../parts/words';
import { durationText, timeText } from '../view/days';
import { money } from '../view/figures';
import { tz } from '../view/scope';

interface Decision { conversion_id: string; rule: string; before: string | null; matched_source: string | null; keys: string | null; delta_seconds: number }
interface News { data_seq: number; received_at: string; occurred_at: string; source: string; external_id: string; type: string; value: { amount: string; currency: string } | null; decisions: Decision[] }
interface Line { kind: string; news: News }
const most = 200;

export function Live() {
  const [lines, setLines] = useState<Line[]>([]);
  const [state, setState] = useState('Connecting…');
  const [running, setRunning] = useState(true);
  useEffect(() => {
    if (!running) { setState('Paused'); return; }
    return listen('/v1/stream', {
      state: (now) => setState(now === 'open' ? 'Listening' : 'The connection broke; trying again'),
      event: (kind, data) => {
        if (kind === 'gap') setState('Some came too fast and are not shown; the lists have them');
        else setLines((old) => [{ kind, news: JSON.parse(data) as News }, ...old].slice(0, most));
      },
    });
  }, [running]);
  return (
    <Panel title="As it comes" side={<><span role="status" class="note">{state}</span><button type="button" class="tool" aria-pressed={!running} onClick={() => setRunning(!running)}>Pause</button></>}
      note="Each report of a conversion, and whether it is a new one or the same as one known, and by which rule.">
      {lines.length ? (
        <div class="scroll" tabIndex={0} role="group" aria-label="Facts as they come"><table><caption class="unseen">Facts as they come</caption>
          <thead><tr><th scope="col">Received</th><th scope="col">Source</th><th scope="col">What</th><th scope="col" class="n">Value</th><th scope="col">Decided</th></tr></thead>
          <tbody>{lines.map(({ kind, news: n }) => {
            const d = n.decisions[0];
            return (
              <tr key={n.data_seq}><th scope="row">{timeText(n.received_at, tz.value)}<small>no. {n.data_seq}</small></th><td>{n.source}<small> {n.external_id}</small></td><td>{n.type.replaceAll('_', ' ')} {kind === 'adjustment' && <Mark>adjustment</Mark>}</td>
                <td class="n">{n.value ? `${money(n.value.amount)} ${n.value.currency}` : '–'}</td>
                <td>{d && <Ask open={`cv~${d.conversion_id}`}>{d.matched_source ? `same as ${d.matched_source}` : 'a conversion of its own'}</Ask>}{d?.matched_source && <small> {d.rule.replaceAll('_', ' ')}: {d.keys}, {durationText(d.delta_seconds)} apart</small>}</td></tr>
            );
          })}</tbody></table></div>
      ) : <Empty>Nothing came since this page was opened. Send a conversion to <code>/v1/conversions</code> and it appears here within a second.</Empty>}
    </Panel>
  );
}
