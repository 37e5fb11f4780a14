import type { Group, Meta, RoasReport } from '../api/answers';
import { address, type Query } from '../api/client';
import { useAnswer } from '../api/use';
import { before, days, model, scope, type Days, type Kind } from './scope';

/** Markov and Shapley learn from all journeys of the days asked for, and only these reports ask that of them. */
const learns = /^(attribution|compare|roas)/;
export const learned = (model: unknown) => model === 'markov' || model === 'shapley';

/** Why these know nothing of the new customers of one campaign. */
export const unshared = 'Markov and Shapley share out the whole; by campaign this is not known';

/** A report's address under the bar; null while the days are not known. */
export function reportAddress(name: string, kind: Kind, extra: Query = {}, over: Days | null = days.value): string | null {
  const query = scope(kind, over);
  return query && address(`/v1/reports/${name}`, { ...query, ...(learned(query.model) && !learns.test(name) ? { model: '' } : {}), ...extra });
}

export const useReport = <T>(name: string, kind: Kind, extra: Query = {}) => useAnswer<T>(reportAddress(name, kind, extra));

/** What the campaigns cost and earned. Where there is too little for the model to learn from, what needs no model: by the default one. */
export function useTotals() {
  const full = useReport<RoasReport>('roas', 'model');
  const rest = useAnswer<RoasReport>(full.refusal && learned(model.value) ? reportAddress('roas', 'model', { model: '' }) : null);
  return !full.refusal || !learned(model.value) || rest.refusal ? full : rest;
}

/** The row of *id* in the dimension *by*; a name may be the id of another row. */
export const rowOf = <T extends { group: Group }>(rows: T[], by: string, id: string) =>
  rows.find(({ group }) => (by === 'campaign' ? group.campaign_id : group[by as keyof Group]) === id);

/** The same of the days that are compared to; nothing where amounts of these or those days have no rate: there is no comparing. */
export function useBefore<T extends { meta: Meta }>(name: string, kind: Kind, extra: Query = {}) {
  const now = useReport<T>(name, kind, extra).value;
  const then = useAnswer<T>(before.value && reportAddress(name, kind, extra, before.value));
  return [now, then.value].every((report) => report?.meta.complete ?? true) ? then : { ...then, value: undefined };
}
