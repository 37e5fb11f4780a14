// Totals are added up again here, from the rows, and set against what the hub says was booked.
import type { ComponentChildren } from 'preact';
import type { Meta } from '../api/answers';
import { Mark, Turn } from './words';
import { count, money, plural, same, sum, word, type Decimal } from '../view/figures';
import { model, modelNames } from '../view/scope';

/** What was counted again, and whether it came out right. */
export function Check({ right, children }: { right: boolean; children: ComponentChildren }) {
  return <p class={`sum ${right ? 'good' : 'bad'}`}><b aria-hidden="true">{right ? '✓' : '≠'}</b> {children}</p>;
}

export function Sum({ parts, total, currency, what }: { parts: Decimal[]; total: Decimal; currency: string; what: string }) {
  const own = sum(parts);
  const right = same(own, total);
  if (right && (!parts.length || !+total!)) return null;
  const verb = /^1 \S+$/.test(what) ? 'adds' : 'add';
  return <Check right={right}>{what} {verb} up to {!right && `${money(own)}, not to `}<span class="fig">{money(total)} {currency}</span></Check>;
}

/** What stands in a list of which more may be on the hub. */
export function Listed({ shown, all, children }: { shown: number; all: number; children: ComponentChildren }) {
  return all > 0 && <p class="sum"><Mark>Σ</Mark> {shown === all ? '' : `${count(shown)} of `}{count(all)} listed: {children}</p>;
}

/** The same of counts. */
export function CountSum({ parts, total, what }: { parts: number[]; total: number; what: string }) {
  const right = parts.reduce((n, part) => n + part, 0) === total;
  return <Check right={right}>{what} {right ? 'add up to' : 'do not add up to'} <span class="fig">{count(total)}</span></Check>;
}

/** The same of several columns that each must come to *total*. */
export function SumOfEach({ columns, total, currency, what }: { columns: Decimal[][]; total: Decimal; currency: string; what: string }) {
  const wrong = columns.filter((parts) => !same(sum(parts), total)).length;
  return <Check right={!wrong}>{what} {wrong ? `do not add up in ${wrong} of ${columns.length} columns to` : 'add up to'} <span class="fig">{money(total)} {currency}</span></Check>;
}

/** What a report leaves out or could not do: said, never silent. */
export function Caveats({ meta }: { meta: Meta }) {
  const left = meta.left_out?.conversions ?? 0;
  return (
    <>
      {meta.model && model.value && meta.model !== model.value && <p class="caveat">Credit here is by {modelNames[meta.model]}: {modelNames[model.value]} is learned for attribution, ROAS and the comparison alone.</p>}
      {meta.unconverted[0] && <p class="caveat">There is no exchange rate to {meta.currency} for {meta.unconverted.flatMap((u) => [u.entries && `${money(u.amount)} ${u.currency}`, u.spend_rows && `${money(u.spend)} ${u.currency} of spend`]).filter(Boolean).join(', ')}, which these figures leave out. Load rates with <code>convhub import --kind fx-rates</code>, pull them by <code>[sources.fx_rates]</code>, or <Turn to={{ currency: meta.unconverted[0].currency }}>show {meta.unconverted[0].currency}</Turn>.</p>}
      {left > 0 && <p class="caveat">{plural(left, 'conversion')} {word(left, 'is', 'are')} left out by label ({meta.left_out!.labels.join(', ')}).</p>}
      {meta.notes?.map((n) => <p class="caveat">{n.detail}</p>)}
    </>
  );
}
