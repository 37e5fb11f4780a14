// Two reports, or all of one conversion, side by side: what differs, whose value is used, and what can be done.
import type { Conversion, Pair, SourceEvent, Verdict } from '../api/answers';
import { tell } from '../api/client';
import { useAnswer } from '../api/use';
import { Act } from '../parts/act';
import { Scroll } from '../parts/scroll';
import { alike, From, Id, ruleName } from '../parts/words';
import { linkTo, show } from '../view/address';
import { money } from '../view/figures';
import { secondText } from '../view/scope';
import { withdraw } from './duplicates';

const fields: [string, string, (e: SourceEvent) => string][] = [
  ['type', 'Type', (e) => e.original_type && e.original_type !== e.type ? `${e.type} (${e.original_type})` : e.type],
  ['occurred_at', 'When', (e) => secondText(e.occurred_at)],
  ['value', 'Value', (e) => (e.value ? `${money(e.value.amount)} ${e.value.currency}` : '–')],
  ['order_id', 'Order id', (e) => e.order_id ?? '–'],
  ['url', 'Address', (e) => e.url ?? '–'],
  ['offline', 'Offline', (e) => (e.offline ? 'yes' : 'no')],
];

/** What the hub says of a pair, in the words of these pages. */
const sentence = (text: string) => (text[0].toUpperCase() + text.slice(1)).replace('contact', 'person').replace('dedup.window', 'the time that Settings has');

/** Decides, and says how that is taken back. */
async function decide(path: string, body: object, text: string) {
  const done = await tell<Verdict>('POST', path, body);
  show({ pair: null });
  const overruled = done.overrules.map((o) => `the decision of ${secondText(o.decided_at)} that they are ${o.verdict === 'apart' ? 'not ' : ''}one order${o.note ? ` (${o.note})` : ''}`).join(' and ');
  return { text: overruled ? `${text} It overrules ${overruled}.` : text, undo: { text: 'Take back', run: () => withdraw(done.verdict_id) } };
}

const part = (e: Pair['event']) => decide(`/v1/conversions/${e.conversion_id}/unmerge`, { source: e.source, external_id: e.external_id }, `Split off: what ${e.source} told is a conversion of its own, whatever the rules say.`);
const between = (pair: Pair, what: string, text: string) => decide(`/v1/duplicates/${what}`, { conversion_ids: [pair.event.conversion_id, pair.partner.conversion_id] }, text);

export function SideBySide({ pair }: { pair: Pair }) {
  const one = useAnswer<Conversion>(`/v1/conversions/${pair.event.conversion_id}`);
  const other = useAnswer<Conversion>(`/v1/conversions/${pair.partner.conversion_id}`);
  const merged = pair.standing === 'merged';
  return (
    <div class="inset">
      <From answer={one} height={160}>{(conversion) => {
        const second = other.value;
        if (!second) return <p class="note">Asking…</p>;
        const events = merged ? conversion.events : [...conversion.events, ...second.events.filter((e) => !conversion.events.some((c) => c.source === e.source && c.external_id === e.external_id))];
        const wins = (name: string, e: SourceEvent) => events.length > 1 && (merged ? conversion : conversion.events.includes(e) ? conversion : second).fields[name]?.source === e.source;
        return (
          <>
            <Scroll label="Reports side by side">
              <table><caption class="unseen">Reports side by side</caption>
                <thead><tr><th scope="col">Field</th>{events.map((e) => <th scope="col">{e.source} <small><Id of={e.external_id} /></small></th>)}</tr></thead>
                <tbody>{fields.map(([name, title, text]) => {
                  const differs = new Set(events.map(text)).size > 1;
                  return <tr class={differs ? 'differs' : ''}><th scope="row">{title}{differs && <small>differs</small>}</th>
                    {events.map((e) => <td>{text(e)}{merged && wins(name, e) && <span class="good" title="This value is used"> ✓</span>}</td>)}</tr>;
                })}</tbody></table>
            </Scroll>
            <p class="note">{merged ? <>{pair.rule === 'manual' ? 'One order, ' : 'One order by the '}<b>{ruleName(pair.rule)}</b>{pair.keys && `: ${alike(pair.keys)}`}. ✓ marks which report's value is used.</> : <>{sentence(pair.detail ?? ruleName(pair.reason!))}.{pair.keys && ` In common: ${alike(pair.keys)}.`}</>}</p>
            <p class="line">
              {merged && <Act run={() => part(pair.event)} label={`Split off ${pair.event.source}: another order, ${pair.event.external_id}`}>Split off {pair.event.source}: another order</Act>}
              {!merged && <Act strong run={() => between(pair, 'merge', 'Joined: both are one conversion.')}>Merge: they are one order</Act>}
              {pair.standing === 'possible' && <Act run={() => between(pair, 'keep-apart', 'Kept apart: they stay two conversions, whatever the rules say.')}>Keep apart: they are two orders</Act>}
              {!merged && pair.reason === 'unmerged' && <button type="button" class="tool" onClick={() => show({ standing: 'decided', pair: null, cursor: null })}>Decisions</button>}
              {conversion.contacts[0] && <a class="tool" href={linkTo('journey', { contact: conversion.contacts[0] })}>Journey</a>}
              <button type="button" class="tool" onClick={() => show({ show: `cv~${conversion.conversion_id}` })}>Credit</button>
            </p>
          </>
        );
      }}</From>
    </div>
  );
}
