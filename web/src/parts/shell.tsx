import type { ComponentChildren } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { linkTo, page } from '../view/address';

export type Control = 'range' | 'compare' | 'model' | 'lookback' | 'offline' | 'currency' | 'tz';
/** `obeys`: what of the bar has a meaning on the page; the rest is not shown there. */
export interface PageEntry { key: string; title: string; group: string; obeys: Control[] }

const all: Control[] = ['range', 'compare', 'model', 'lookback', 'offline', 'currency', 'tz'];
const but = (...left: Control[]) => all.filter((c) => !left.includes(c));

export const pages: PageEntry[] = [
  { key: 'overview', title: 'Overview', group: 'Earned', obeys: all },
  { key: 'roas', title: 'ROAS', group: 'Earned', obeys: all },
  { key: 'models', title: 'Compare models', group: 'Earned', obeys: but('compare', 'model') },
  { key: 'paths', title: 'Paths', group: 'Earned', obeys: but('compare', 'model') },
  { key: 'cohorts', title: 'Cohorts', group: 'Earned', obeys: but('compare') },
  { key: 'journey', title: 'Journey', group: 'Records', obeys: ['model', 'lookback', 'tz'] },
  { key: 'duplicates', title: 'Duplicates', group: 'Records', obeys: ['range', 'currency', 'tz'] },
  { key: 'sources', title: 'Sources & sync', group: 'Feeds', obeys: ['range', 'currency', 'tz'] },
  { key: 'live', title: 'Live', group: 'Feeds', obeys: ['tz'] },
  { key: 'quarantine', title: 'Quarantine', group: 'Feeds', obeys: ['tz'] },
  { key: 'match', title: 'Match', group: 'Feeds', obeys: but('compare') },
  { key: 'exports', title: 'Exports & keys', group: 'Hub', obeys: but('compare') },
  { key: 'settings', title: 'Settings', group: 'Hub', obeys: but('range', 'compare') },
];

export function Nav({ only }: { only: string[] }) {
  const ref = useRef<HTMLElement>(null);
  const at = page.value;
  // Where the entries stand in a row, the page's own is brought into it; and a page is read from its top.
  useLayoutEffect(() => {
    const nav = ref.current!;
    const entry = nav.querySelector<HTMLElement>('[aria-current]');
    if (entry) nav.scrollLeft += entry.getBoundingClientRect().left - nav.getBoundingClientRect().left - (nav.clientWidth - entry.offsetWidth) / 2;
    scrollTo(0, 0);
  }, [at]);
  const shown = pages.filter((p) => only.includes(p.key));
  const groups = [...new Set(shown.map((p) => p.group))];
  return (
    <nav aria-label="Pages" ref={ref}>
      {groups.map((g) => (
        <div>
          <span class="group">{g}</span>
          {shown.filter((p) => p.group === g).map((p) => (
            <a href={linkTo(p.key)} aria-current={p.key === at ? 'page' : undefined}>{p.title}</a>
          ))}
        </div>
      ))}
    </nav>
  );
}

/** What stands beside the page while something is explained. Escape and the backdrop close it. */
/** @param onBack to what it was opened from, if that was a drawer too */
export function Drawer({ title, onClose, onBack, children }: { title: string; onClose: () => void; onBack?: () => void; children: ComponentChildren }) {
  const ref = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const dialog = ref.current!;
    if (!dialog.open) dialog.showModal();
    return () => dialog.close();
  }, []);
  return (
    <dialog ref={ref} class="drawer" aria-label={title} onCancel={(e) => { e.preventDefault(); onClose(); }}
      onClick={(e) => { if (e.target === ref.current) onClose(); }}>
      <div class="inside" tabIndex={0}>
        <div class="head"><h2>{title}</h2>{onBack && <button type="button" class="tool back" onClick={onBack}>Back</button>}<button type="button" class="tool" onClick={onClose}>Close</button></div>
        {children}
      </div>
    </dialog>
  );
}
