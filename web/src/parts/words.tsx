// Small parts of speech: figures that can be asked, marks, what is empty, what went wrong.
import type { ComponentChildren } from 'preact';
import type { Group } from '../api/answers';
import { wanted } from '../api/key';
import { askAgain, type Kept, type Refusal } from '../api/client';
import { here, param, show, type Change } from '../view/address';
import { change, word } from '../view/figures';
import { beforeText, secondText } from '../view/scope';

/** A figure that opens its explanation. */
export function Ask({ open, children }: { open: string; children: ComponentChildren }) {
  return <button type="button" class="ask" onClick={() => show({ show: open })}>{children}</button>;
}

export function Turn({ to, children, class: c }: { to: Change; children: ComponentChildren; class?: string }) {
  return <a class={c} href={here(to)}>{children}</a>;
}

export function Delta({ now, then, less }: { now?: number | null; then?: number | null; less?: boolean }) {
  const text = change(now, then);
  if (!text) return null;
  const up = text.startsWith('+');
  const tone = text.startsWith('±') || less === undefined ? '' : up !== less ? 'good' : 'bad';
  return <span class={`delta ${tone}`}>{text}</span>;
}

/** The same in a sentence: `−10 % from 3.23`, that being the figure of the days compared to. */
export function Since({ was, ...delta }: { was: string; now?: number | null; then?: number | null; less?: boolean }) {
  if (!change(delta.now, delta.then)) return null;
  return <><Delta {...delta} /> <span title={`${was} in ${beforeText.value}`}>from {was}</span><br /></>;
}

/** A campaign's name, with the id where another has the same. */
export function Named<T extends { group: Group }>({ of: { group }, among }: { of: T; among: T[] }) {
  return <>{group.name}{among.filter((r) => r.group.name === group.name).length > 1 && <small> {group.campaign_id}</small>}</>;
}

/** A change in a table, that opens what is compared with what; where nothing was before, a dash. */
export function Changed({ of, ...delta }: { of: string; now?: number | null; then?: number | null }) {
  return change(delta.now, delta.then) ? <Ask open={`how~change~${of}`}><Delta {...delta} less={false} /></Ask> : <>–</>;
}

export function Mark({ tone = '', children, title }: { tone?: 'good' | 'bad' | 'warn' | ''; children: ComponentChildren; title?: string }) {
  return <span class={`mark ${tone}`} title={title}>{children}</span>;
}

/** An id, the middle of a long one left to the title: files without ids have hashes of their rows. */
export function Id({ of }: { of: string }) {
  return of.length > 32 ? <span title={of}>{of.slice(0, 8)}…{of.slice(-4)}</span> : <>{of}</>;
}

/** `add_to_cart` as people read it. */
export const spaced = (key: string) => key.replaceAll('_', ' ');
const rules: Record<string, string> = {
  redelivery: 'sent again', order_key: 'same order number', event_key: 'same event id', fuzzy: 'same person, amount and time', manual: 'merged by hand',
  'hub-key': 'shared by too many', unmerged: 'kept apart by hand', 'outside-window': 'too far apart in time', 'order-ids-alike': 'order numbers look alike', 'order-ids-differ': 'order numbers differ', 'amount-differs': 'amounts differ',
};
/** A rule, or why none made two reports one. */
export const ruleName = (rule: string) => rules[rule] ?? spaced(rule);
/** What two reports share: `order_id=B-1`, as people read it. */
export const alike = (keys: string | null) => (keys ?? '').replace('contact', 'person').replace('value=', 'amount ').replace('order_id=', 'order ').replace('event_id=', 'event ');

export function Empty({ children }: { children: ComponentChildren }) {
  return <div class="empty">{children}</div>;
}

/** What *refusal* says of models that learn, where there is too little to learn from. */
export function tooFew(refusal: Refusal | undefined): string | null {
  if (refusal?.complaints[0]?.code !== 'too-few-conversions') return null;
  const [, here, least] = /(\d+) of the (\d+)/.exec(refusal.message) ?? [];
  return `Markov and Shapley need ${least} conversions with a touchpoint; here ${word(+here, 'is', 'are')} ${here}.`;
}

/** @param again asks once more, for everything unless told otherwise */
export function Refused({ refusal, again = askAgain }: { refusal: Refusal; again?: () => void }) {
  const lacks = refusal.complaints[0]?.code === 'scope-missing';
  if (refusal.status === 401 || lacks) return <Empty>{lacks ? `T${refusal.message.slice(1)}.` : 'Not shown without a key.'} <button type="button" class="link" onClick={() => { wanted.value = refusal.complaints[0].code; }}>Enter {lacks ? 'another' : 'a'} key</button></Empty>;
  const few = tooFew(refusal);
  if (few) return <p class="caveat">{few} Widen the range, or <Turn to={{ model: null }}>use the default model</Turn>.</p>;
  const named = refusal.status === 400 ? [...new Set(refusal.complaints.map((c) => c.pointer))].filter((name) => param(name) !== null) : [];
  return (
    <div class="refused" role="alert">
      <strong>{refusal.status ? 'The hub says no:' : `${refusal.title}.`}</strong> {refusal.message}
      {refusal.complaints.length > 1 && (
        <ul>{refusal.complaints.map((c) => <li><code>{c.pointer}</code> {c.detail}</li>)}</ul>
      )}
      <p>
        {refusal.requestId && <span>Request <code>{refusal.requestId}</code> · </span>}
        <button type="button" class="link" onClick={again}>Ask again</button>
        {named.length > 0 && <> · <Turn class="drop" to={Object.fromEntries(named.map((name) => [name, null]))}>Drop {named.map((name) => `${name}=${param(name)}`).join(' and ')}</Turn></>}
      </p>
    </div>
  );
}

/** Draws *children* from the answer: before it comes a placeholder of the same height, after a refusal what is wrong. */
export function From<T>({ answer, children, height = 180 }: {
  answer: Kept<T> & { waiting: boolean }; children: (value: T) => ComponentChildren; height?: number;
}) {
  const { value, refusal, waiting, at } = answer;
  if (value === undefined) return refusal ? <Refused refusal={refusal} /> : <div class="wait" style={{ height }} aria-busy="true"><span class="unseen">Asking the hub…</span></div>;
  return (
    <div class={waiting ? 'stack old' : 'stack'} aria-busy={waiting}>
      {refusal && <><Refused refusal={refusal} /><p class="note">Figures below are as of {secondText(at!.toISOString())}.</p></>}
      {children(value)}
    </div>
  );
}

/** A fixed choice of a few. */
export function Choice({ label, value, options, onPick }: {
  label: string; value: string; options: Record<string, string>; onPick: (value: string) => void;
}) {
  return (
    <div class="choice" role="group" aria-label={label}>
      {Object.entries(options).map(([key, name]) => (
        <button type="button" aria-pressed={key === value} onClick={() => onPick(key)}>{name}</button>
      ))}
    </div>
  );
}

export const kindTone: Record<string, string> = {
  'Paid Social': '1', 'Paid Search': '2', 'Paid Shopping': '3', 'Organic Search': '4', Email: '5', Affiliates: '6', 'Organic Social': '7',
  Referral: '8', Display: '3', 'Paid Video': '7', '(direct)': '9', Direct: '9', '(unattributed)': '9', Other: '9', '(not set)': '9',
};
const given: string[] = [];

/** The colour that stands for *name* on every page. */
export function colour(name: string): string {
  if (kindTone[name]) return `var(--c${kindTone[name]})`;
  if (!given.includes(name)) given.push(name);
  return `var(--c${(given.indexOf(name) % 8) + 1})`;
}

export function Dot({ name }: { name: string }) { return <i class="dot" style={{ background: colour(name) }} aria-hidden="true" />; }
