import { useRef } from 'preact/hooks';
import type { PairList } from './answers';
import { address, look, type Kept, type Query } from './client';
import { useAnswer } from './use';

/** As many pages without a pair are passed over; who wants to know of older reports asks on. */
const most = 5;

/** Pairs of reports. The hub looks at so many reports for a page, so that a page may be empty and not the last. */
export function usePairs(query: Query | null): Kept<PairList> & { waiting: boolean } {
  const path = '/v1/duplicates';
  const shown = useRef<Kept<PairList> | null>(null);
  let found = useAnswer<PairList>(query && address(path, query));
  for (let left = most; left && !found.waiting && found.value?.next_cursor && !found.value.data.length; left--) {
    const next = look<PairList>(address(path, { ...query, cursor: found.value.next_cursor }));
    found = { ...next, waiting: !!next.asking };
  }
  // What was found before stays while it is asked anew.
  if (found.waiting) return { ...shown.current ?? found, waiting: true };
  shown.current = found;
  return found;
}
