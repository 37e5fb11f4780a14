import { useEffect, useRef, useState } from 'preact/hooks';
import { answers, era, look, type Kept } from './client';

/** The answer at *path*; the component is drawn again when it comes. While a changed question is asked, the answer to
    the one before stays in `value` and `waiting` is true. */
export function useAnswer<T>(path: string | null): Kept<T> & { waiting: boolean } {
  const [, draw] = useState(0);
  const last = useRef<Kept<T>>({ era: -1 });
  useEffect(() => {
    let seen = '';
    return answers.subscribe(() => {
      const now = `${answers.peek()}`;
      if (now !== seen) draw((n) => n + 1);
      seen = now;
    });
  }, []);
  useEffect(() => era.subscribe(() => draw((n) => n + 1)), []);
  if (path === null) return { era: 0, waiting: false };
  const entry = look<T>(path);
  if (entry.value !== undefined) last.current = entry;
  const waiting = entry.asking !== undefined;
  if (entry.value === undefined && waiting) return { ...last.current, refusal: undefined, waiting };
  return { ...entry, waiting };
}
