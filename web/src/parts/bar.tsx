// The bar of the pages: of its controls each page shows those that it obeys. What it says stands in the address.
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { pages as entries, type Control } from './shell';
import { page, param, show } from '../view/address';
import { addDays, dayIn, dayText, spanText } from '../view/days';
import { plural, word } from '../view/figures';
import { ahead, before, chosenTz, compare, currency, days, lookbackDays, model, modelNames, offline, range, ranges, rests, standardRange, today, tz } from '../view/scope';
import { latest, askAgain } from '../api/client';
import { defaults } from '../api/defaults';
import { Field, Pick } from './field';
import { Ask } from './words';

/** A day that is picked holds at once; one that is typed once it is left or by Enter, if it is one by then. */
function Day({ label, value, onDay }: { label: string; value: string; onDay: (day: string) => void }) {
  const ref = useRef<HTMLInputElement>(null);
  const typed = useRef(false);
  // Not by the attribute: what is half typed would be written over whenever the bar is drawn.
  useLayoutEffect(() => { ref.current!.value = value; }, [value]);
  const take = () => {
    const field = ref.current!;
    typed.current = false;
    if (!field.validity.valid) field.value = value;
    else if (field.value !== value) onDay(field.value);
  };
  return (
    <Field label={label}>
      <input type="date" min="1970-01-01" max="9999-12-30" ref={ref} onKeyDown={(e) => { typed.current = e.key !== ' ' && !e.altKey; if (e.key === 'Enter') take(); }}
        onChange={() => typed.current || take()} onBlur={take} /></Field>
  );
}

function Days() {
  const { from, to } = days.value ?? {};
  const through = to && addDays(to, -1);
  /** Where the one passes the other, this goes along. */
  const set = (first: string | null | undefined, last: string | null | undefined, along: string) => {
    if (first && last && first > last) first = last = along;
    show({ range: null, from: first, to: last && addDays(last, 1) });
  };
  return <><Day label="From" value={from ?? ''} onDay={(day) => set(day, through, day)} /><Day label="Through" value={through ?? ''} onDay={(day) => set(from, day, day)} /></>;
}

const local = Intl.DateTimeFormat().resolvedOptions().timeZone;

function zones(standard: string): [string, string][] {
  const names = ['UTC', local, 'Europe/Berlin', 'Europe/London', 'America/New_York', 'America/Los_Angeles', 'Asia/Tokyo', chosenTz.value];
  return [['', `${standard} (default)`], ...[...new Set(names)].filter((z) => z && z !== standard).map((z) => [z, z] as [string, string])];
}

function currencies(standard: string): [string, string][] {
  const names = ['EUR', 'USD', 'GBP', 'CHF', 'PLN', 'SEK', 'JPY', currency.value];
  return [['', `${standard} (default)`], ...[...new Set(names)].filter((c) => c && c !== standard).map((c) => [c, c] as [string, string])];
}

function pickRange(value: string) {
  const day = today();
  if (value === 'days') show({ range: null, from: days.value?.from ?? (day && addDays(day, -30)), to: days.value?.to });
  else show({ range: value === standardRange.value ? null : value, from: null, to: null });
}

/** Whether everything fits; where not, the lesser choices fold. */
function useOpen(): [boolean, (open: boolean) => void] {
  const wide = useRef(matchMedia('(min-width: 62rem)'));
  const [open, setOpen] = useState(wide.current.matches);
  useEffect(() => {
    const follow = () => setOpen(wide.current.matches);
    wide.current.addEventListener('change', follow);
    return () => wide.current.removeEventListener('change', follow);
  }, []);
  return [open, setOpen];
}

/** Conversions of days to come, which only days that are chosen show. */
function Ahead() {
  const { data, next_cursor: more } = ahead.value ?? { data: [] };
  if (!data.length || range.value === 'days') return null;
  return <p class="caveat span">Left out: <Ask open="how~freshness">{more && 'at least '}{plural(data.length, 'conversion')}</Ask> dated after today, up to {dayText(dayIn(new Date(data[0].occurred_at), tz.value!), true)}, and any spend after today.</p>;
}

const untold = { model: '…', lookback_days: '…', currency: '…', tz: '…' };

export function Bar() {
  const standard = defaults.value ?? untold;
  const [open, setOpen] = useOpen();
  const obeys = entries.find((p) => p.key === page.value)?.obeys ?? [];
  const has = (control: Control) => obeys.includes(control);
  const span = days.value ? spanText(days.value.from, days.value.to) : '…';
  const compared = has('compare') && before.value ? ` compared to ${spanText(before.value.from, before.value.to)}` : '';
  return (
    <form class="bar" aria-label="What is shown" onSubmit={(e) => e.preventDefault()}>
      {has('range') && <>
        <Pick label="Range" value={range.value} options={Object.entries(ranges)} onPick={pickRange} />
        {range.value === 'days' && <Days />}
        <button type="button" class="tool fold" aria-expanded={open} onClick={() => setOpen(!open)}>Choices</button>
      </>}
      {(open || !has('range')) && (
        <>
          {has('compare') && days.value?.from && (
            <Pick label="Compare to" value={compare.value} onPick={(v) => show({ compare: v === 'previous' ? null : v })}
              options={[['previous', 'Period before'], ['year', 'A year before'], ['none', 'Nothing']]} />
          )}
          {has('model') && <Pick label="Model" value={model.value} onPick={(v) => show({ model: v })}
            options={[['', `${modelNames[standard.model!] ?? standard.model} (default)`], ...Object.entries(modelNames).filter(([m]) => m !== standard.model)]} />}
          {has('lookback') && <Pick label="Lookback" value={lookbackDays.value} onPick={(v) => show({ lookback_days: v })}
            options={[['', `${standard.lookback_days} ${word(+standard.lookback_days!, 'day')} (default)`], ...['1', '7', '14', '30', '60', '90', '180', ...(lookbackDays.value ? [lookbackDays.value] : [])]
              .filter((d, i, all) => d !== String(standard.lookback_days) && all.indexOf(d) === i).map((d) => [d, plural(+d, 'day')] as [string, string])]} />}
          {has('offline') && <Pick label="Offline" value={offline.value} onPick={(v) => show({ include_offline: v })} options={[['', 'Included'], ['false', 'Left out']]} />}
          {has('currency') && <Pick label="Currency" value={currency.value} onPick={(v) => show({ currency: v })} options={currencies(standard.currency)} />}
          {has('tz') && <Pick label="Time zone" value={chosenTz.value} onPick={(v) => show({ tz: v })} options={zones(standard.tz)} />}
        </>
      )}
      <p class="span" aria-live="polite">{has('range') && <><b>{span}</b>{compared}{param('from') || range.value === 'all' || !rests.value ? '' : ', counted back from the latest conversion'} </>}
        <button type="button" class="link" onClick={askAgain} title="Ask for fresh figures">{!latest.value ? 'asking…' : latest.value.at ? `as of ${latest.value.at.toLocaleTimeString('en-GB')}` : 'ask again'}</button>
      </p>
      {has('range') && <Ahead />}
    </form>
  );
}
