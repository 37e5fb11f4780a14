import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { linkTo, page } from '../view/address';

export interface PageEntry { key: string; title: string; group: string }

export const pages: PageEntry[] = [
  { key: 'overview', title: 'Overview', group: 'Earned' },
  { key: 'roas', title: 'ROAS', group: 'Earned' },
  { key: 'models', title: 'Compare models', group: 'Earned' },
  { key: 'paths', title: 'Paths', group: 'Earned' },
  { key: 'cohorts', title: 'Cohorts', group: 'Earned' },
  { key: 'journey', title: 'Journey', group: 'Records' },
  { key: 'duplicates', title: 'Duplicates', group: 'Records' },
  { key: 'sources', title: 'Sources & sync', group: 'Feeds' },
  { key: 'live', title: 'Live', group: 'Feeds' },
  { key: 'quarantine', title: 'Quarantine', group: 'Feeds' },
  { key: 'match', title: 'Match', group: 'Feeds' },
  { key: 'exports', title: 'Exports & keys', group: 'Hub' },
  { key: 'settings', title: 'Settings', group: 'Hub' },
];

export function Nav({ only }: { only: string[] }) {
  const shown = pages.filter((p) => only.includes(p.key));
  const groups = [...new Set(shown.map((p) => p.group))];
  return (
    <nav aria-label="Pages">
      {groups.map((g) => (
        <div key={g}>
          <span class="group">{g}</span>
          {shown.filter((p) => p.group === g).map((p) => (
            <a key={p.key} href={linkTo(p.key)} aria-current={p.key === page.value ? 'page' : undefined}>{p.title}</a>
          ))}
        </div>
      ))}
    </nav>
  );
}

/** What stands beside the page while something is explained. Escape and the backdrop close it. */
export function Drawer({ title, onClose, children }: { title: string; onClose: () => void; children: ComponentChildren }) {
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
        <div class="head"><h2>{title}</h2><button type="button" class="tool" onClick={onClose}>Close</button></div>
        {children}
      </div>
    </dialog>
  );
}
