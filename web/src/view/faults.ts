// What an address asks for that cannot be: each parameter with why not and what would do, so that nobody meets a page of "undefined".
import { computed } from '@preact/signals';
import { param } from './address';
import { isZone } from './days';
import { modelNames, ranges } from './scope';

export interface Fault { name: string; value: string; why: string }

/** Whether *text* is a day that a calendar has, from 1970 on: what is earlier is a year that is not typed out yet. */
export function isDay(text: string): boolean {
  const time = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : NaN;
  return !Number.isNaN(time) && text >= '1970' && new Date(time).toISOString().startsWith(text);
}

const day = (text: string) => (isDay(text) ? '' : 'is no day of the calendar from 1970 on; write it like 2026-02-09.');
const oneOf = (names: string[]) => (text: string) => (names.includes(text) ? '' : `is none of ${names.join(', ')}.`);

const rules: Record<string, (text: string) => string> = {
  from: day, to: day,
  range: (text) => (text in ranges || /^[1-9]\d{0,3}d$/.test(text) ? '' : `is no range; it is a number of days such as 30d, or one of ${Object.keys(ranges).slice(3, 5).join(', ')}.`),
  compare: oneOf(['previous', 'year', 'none']),
  model: oneOf(Object.keys(modelNames)),
  lookback_days: (text) => (/^\d+(\.\d+)?$/.test(text) && +text <= 36_500 ? '' : 'is no number of days from 0 to 36500.'),
  include_offline: oneOf(['true', 'false']),
  currency: (text) => (/^[a-z]{3}$/i.test(text) ? '' : 'is no currency; write its three letters, such as EUR.'),
  tz: (text) => (isZone(text) ? '' : 'is no time zone; write it like Europe/Berlin.'),
  month: (text) => (isDay(`${text}-01`) ? '' : 'is no month; write it like 2026-02.'),
};

export const faults = computed<Fault[]>(() => {
  const found: Fault[] = [];
  for (const [name, why] of Object.entries(rules)) {
    const value = param(name);
    if (value && why(value)) found.push({ name, value, why: why(value) });
  }
  const [from, to] = [param('from'), param('to')];
  if (from && to && !found.some((f) => f.name === 'from' || f.name === 'to') && from >= to)
    found.push({ name: 'from', value: from, why: 'is not before the day of to.' }, { name: 'to', value: to, why: 'is the first day that is not shown any more, so it must be later than from.' });
  return found;
});
