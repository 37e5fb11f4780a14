// What could not be taken in: by reason, each with its payload and the place that is wrong.
import type { QuarantineItem, QuarantineList, Replay } from '../api/answers';
import { address, tell } from '../api/client';
import { useAnswer } from '../api/use';
import { Act } from '../parts/act';
import { Panel } from '../parts/figure';
import { Raw } from '../parts/raw';
import { Choice, Empty, From, Mark } from '../parts/words';
import { param, show } from '../view/address';
import { plural } from '../view/figures';
import { secondText } from '../view/scope';

const states = { open: 'Open', replayed: 'Replayed', discarded: 'Given up or mended', all: 'All' };

function Item({ item }: { item: QuarantineItem }) {
  const one = item.errors[0];
  return (
    <details class="pair">
      <summary><b>{item.source || 'unknown source'}</b> <code>{one?.code ?? '–'}</code> {one?.detail.slice(0, 120)} {item.state !== 'open' && <Mark>{states[item.state as keyof typeof states].toLowerCase()}</Mark>} <small>{[item.reject_id, secondText(item.at), item.route.split('?')[0], `tried ${plural(item.attempts, 'time')}`].filter(Boolean).join(' · ')}</small></summary>
      <div class="inset">
        <ul class="words">{item.errors.map((e) => <li><code>{e.pointer || '/'}</code> {e.detail}</li>)}</ul>
        {item.raw ? <Raw raw={item.raw} pointer={one?.pointer} /> : <p class="note">It came without a text.</p>}
        {item.state === 'open' && (
          <p class="line">
            <Act strong run={async () => { const done = await tell<QuarantineItem>('POST', `/v1/quarantine/${item.reject_id}/replay`); return done.state === 'replayed' ? 'It was taken in.' : `Still rejected: ${done.errors[0]?.detail}`; }}>Replay</Act>
            <Act run={async () => { await tell('POST', `/v1/quarantine/${item.reject_id}/discard`); return `${item.reject_id} is given up; its text is kept under Given up or mended.`; }}>Discard</Act>
          </p>
        )}
      </div>
    </details>
  );
}

export function Quarantine() {
  const state = param('state') ?? 'open';
  const code = param('code');
  const source = param('source');
  const cursor = param('cursor');
  const asked = { state, source, limit: 200 };
  const answer = useAnswer<QuarantineList>(address('/v1/quarantine', { ...asked, code, cursor }));
  // The reasons to choose from are those of the latest items, whichever are shown.
  const all = useAnswer<QuarantineList>(address('/v1/quarantine', asked)).value;
  return (
    <From answer={answer} height={260}>{(list) => {
      const reasons = new Map<string, number>();
      for (const item of all?.data ?? []) for (const e of new Set(item.errors.map((x) => x.code))) reasons.set(e, (reasons.get(e) ?? 0) + 1);
      if (code && !reasons.has(code)) reasons.set(code, 0);
      return (
        <Panel title="Set aside" side={<Choice label="State" value={state} options={states} onPick={(v) => show({ state: v === 'open' ? null : v, code: null, cursor: null })} />}
          note="Nothing that came is lost: what could not be understood waits here with its text. Mend the cause, then replay; rows of a file are mended in its list of rejected rows and imported.">
          {(list.data.length > 0 || source || code) && (
            <p class="choices">
              {source && <button type="button" class="chip on" aria-pressed={true} onClick={() => show({ source: null, cursor: null })}>only {source}</button>}
              {[...reasons].sort((a, b) => b[1] - a[1]).map(([name, n]) => <button key={name} type="button" class={`chip ${code === name ? 'on' : ''}`} aria-pressed={code === name} onClick={() => show({ code: code === name ? null : name, cursor: null })}>{name} {n || ''}{n > 0 && all?.next_cursor && '+'}</button>)}
              {state === 'open' && list.data.length > 0 && <Act run={async () => { const done = await tell<Replay>('POST', address('/v1/quarantine/replay', { code, source })); return `${plural(done.replayed, 'item')} taken in, ${done.still_rejected} still rejected.`; }}>{code ? `Replay all ${code}` : 'Replay all'}</Act>}
            </p>
          )}
          {list.data.map((i) => <Item key={i.reject_id} item={i} />)}
          {!list.data.length && <Empty>{state === 'open' && !source && !code && !cursor ? <>Nothing is set aside: all that came was understood. <Mark tone="good">good</Mark></> : `Nothing ${cursor ? 'older ' : ''}here${source ? ` from ${source}` : ''}${code ? ` for ${code}` : ''}.`}</Empty>}
          {list.next_cursor && <p class="links"><button type="button" class="tool" onClick={() => show({ cursor: list.next_cursor })}>Older</button></p>}
        </Panel>
      );
    }}</From>
  );
}
