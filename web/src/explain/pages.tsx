// The pages of an explanation after the first.
import { useState } from 'preact/hooks';
import { get, type Query, type Refusal } from '../api/client';
import { Refused } from '../parts/words';
import { reportAddress } from '../view/report';

interface Page<T> { data: T[]; next_cursor: string | null }

export const page = 100;

/** Puts the first page together with those that were asked for since, and gives what asks for one more. */
export function usePages<T>(report: string, kind: 'touches' | 'model', extra: Query) {
  const [more, setMore] = useState<T[]>([]);
  const [cursor, setCursor] = useState<string | null | undefined>(undefined);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  return (first: Page<T>) => {
    const next = cursor === undefined ? first.next_cursor : cursor;
    const load = async () => {
      try {
        const following = await get<Page<T>>(reportAddress(report, kind, { ...extra, limit: page, cursor: next })!);
        setMore([...more, ...following.data]);
        setCursor(following.next_cursor);
        setRefusal(null);
      } catch (fault) { setRefusal(fault as Refusal); }
    };
    const button = next && (refusal ? <Refused refusal={refusal} again={load} /> : <button type="button" class="more" onClick={load}>Show the next {page}</button>);
    return { data: [...first.data, ...more], button };
  };
}
