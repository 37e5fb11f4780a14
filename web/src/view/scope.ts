// The bar above every page as values: which days, compared to what, which model, window, currency and zone.
import { computed } from '@preact/signals';
import type { Query } from '../api/client';
import { address, answers, look } from '../api/client';
import { defaults } from '../api/defaults';
import { page, param } from './address';
import { addDays, dayIn, daysBetween, isZone, spanText, timeText } from './days';

export const modelNames: Record<string, string> = {
  first_touch: 'First touch', last_touch: 'Last touch', linear: 'Linear', time_decay: 'Time decay',
  position_based: 'Position based', w_shaped: 'W-shaped', full_path: 'Full path', markov: 'Markov', shapley: 'Shapley',
};

export const ranges: Record<string, string> = {
  '7d': 'Last 7 days', '30d': 'Last 30 days', '90d': 'Last 90 days', month: 'This month', all: 'All time', days: 'Chosen days',
};

export const model = computed(() => param('model') ?? '');
/** The zone that was chosen; questions name no other, the hub has its own. */
export const chosenTz = computed(() => param('tz') ?? '');
/** The zone that days and times are in: the chosen one or the hub's, UTC where it does not tell or this browser has no such
    zone. Undefined while that is not known. */
export const tz = computed(() => {
  const own = chosenTz.value || defaults.value?.tz;
  return own === undefined && defaults.value === undefined ? undefined : isZone(own) ? own : 'UTC';
});
/** *time* in that zone, to the second, and to the minute. */
export const secondText = (time: string) => timeText(time, tz.value);
export const minuteText = (time: string) => secondText(time).slice(0, -3);
export const currency = computed(() => param('currency') ?? '');
export const lookbackDays = computed(() => param('lookback_days') ?? '');
export const offline = computed(() => param('include_offline') ?? '');
/** Cohorts need time to ripen, so their page begins with all of it. */
export const standardRange = computed(() => (page.value === 'cohorts' ? 'all' : '30d'));
export const range = computed(() => (param('from') || param('to') ? 'days' : param('range') ?? standardRange.value));

interface Latest { data: { occurred_at: string }[]; next_cursor: string | null }

export const today = () => tz.value && dayIn(new Date(), tz.value);
const dated = (side: 'from' | 'to', more: Query) => {
  const day = today();
  return day ? address('/v1/conversions', { ...more, [side]: addDays(day, 1), tz: chosenTz.value }) : null;
};
/** Where the latest conversion is asked for, or as many as *more* says; those dated in days to come, by a wrong clock, are left out. */
export const latestAddress = (more: Query = { limit: 1 }) => dated('to', more);
/** Where those of days to come are. */
export const aheadAddress = () => dated('from', { limit: 100 });
/** These, the last first; undefined while they are not known. */
export const ahead = computed<Latest | undefined>(() => {
  answers.value;
  const path = aheadAddress();
  const told = path ? look<Latest>(path) : undefined;
  return told?.value ?? (told?.refusal && { data: [], next_cursor: null });
});
/** The day of the latest conversion, null without one; undefined while that is not known. */
export const latestDay = computed(() => {
  answers.value;
  const path = latestAddress();
  if (!path) return undefined;
  const newest = look<Latest>(path);
  if (!newest.value) return newest.refusal ? null : undefined;
  const latest = newest.value.data[0];
  return latest ? dayIn(new Date(latest.occurred_at), tz.value!) : null;
});
/** Whether the hub is fed no more: nothing was converted for a month. Such a hub shows what it has; of another one that its orders
    stopped must be seen beside the spend that goes on. */
export const rests = computed(() => !!latestDay.value && daysBetween(latestDay.value, today()!) > 30);
/** From which ranges count back. */
export const lastDay = computed(() => (latestDay.value === undefined ? undefined : rests.value ? latestDay.value! : today()));

export interface Days { from: string | null; to: string | null }

/** From the first day up to, not including, `to`. Null while the latest day is not known. All time ends today where something is
    dated later. */
export const days = computed<Days | null>(() => {
  if (range.value === 'days') return { from: param('from'), to: param('to') };
  // A single order dated years ahead would draw every day until then.
  if (range.value === 'all') return ahead.value ? { from: null, to: ahead.value.data.length ? addDays(today()!, 1) : null } : null;
  const last = lastDay.value;
  if (!last) return null;
  const to = addDays(last, 1);
  if (range.value === 'month') return { from: last.slice(0, 8) + '01', to };
  return { from: addDays(to, -(parseInt(range.value) || 30)), to };
});

export const compare = computed(() => (days.value?.from && days.value?.to ? param('compare') ?? 'previous' : 'none'));

/** The days that the chosen ones are compared to. */
export const before = computed<Days | null>(() => {
  const { from, to } = days.value ?? {};
  if (!from || !to || compare.value === 'none') return null;
  const back = compare.value === 'year' ? 364 : daysBetween(from, to);
  // Nothing is known of what is before 1970, and days of years before 1000 could not be written.
  return addDays(from, -back) < '1970' ? null : { from: addDays(from, -back), to: addDays(to, -back) };
});

/** `31 Jan – 1 Mar 2026`, the days that the chosen ones are compared to. */
export const beforeText = computed(() => (before.value ? spanText(before.value.from, before.value.to) : ''));

export type Kind = 'days' | 'touches' | 'model';

/** What a question carries: the days alone, which touchpoints count as well, or the model too. */
export function scope(kind: Kind, over: Days | null = days.value): Query | null {
  if (!over) return null;
  const query: Query = { from: over.from, to: over.to, tz: chosenTz.value, currency: currency.value };
  if (kind === 'days') return query;
  Object.assign(query, { lookback_days: lookbackDays.value, include_offline: offline.value });
  if (kind === 'model') query.model = model.value;
  return query;
}
