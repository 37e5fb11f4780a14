import { address, type Query } from '../api/client';
import { useAnswer } from '../api/use';
import { before, days, scope, type Days, type Kind } from './scope';

/** A report's address under the bar; null while the days are not known. */
export function reportAddress(name: string, kind: Kind, extra: Query = {}, over: Days | null = days.value): string | null {
  const query = scope(kind, over);
  return query && address(`/v1/reports/${name}`, { ...query, ...extra });
}

export const useReport = <T>(name: string, kind: Kind, extra: Query = {}) => useAnswer<T>(reportAddress(name, kind, extra));

/** The same of the days that are compared to. */
export const useBefore = <T>(name: string, kind: Kind, extra: Query = {}) =>
  useAnswer<T>(before.value && reportAddress(name, kind, extra, before.value));
