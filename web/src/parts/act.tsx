// Doing something: a button that says what it did, what went wrong, and how it is taken back.
import { signal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { mayAct, Refusal } from '../api/client';
import { Refused } from './words';

interface Notice { text: string; undo?: { text: string; run: () => Promise<string> } }
const notice = signal<Notice | Refusal | null>(null);

function refusalOf(fault: unknown): Refusal {
  return fault instanceof Refusal ? fault : new Refusal(0, 'Failed', String(fault), null);
}

/** Tells what went wrong with something that was not pressed here. */
export function say(fault: unknown) { notice.value = refusalOf(fault); }

/** What was told is over. */
export function hush() { notice.value = null; }

/** Tells what was done, where what was pressed is gone by then. */
export function announce(text: string) { notice.value = { text }; }

/** *run* says what it did, and how it can be taken back, or nothing where the page shows it; *off* while it must not be pressed.
    Whatever it is needs the scope admin. */
export function Act({ run, children, strong, label, off = false }: {
  run: () => Promise<Notice | string | null>; children: ComponentChildren; strong?: boolean; label?: string; off?: boolean;
}) {
  const [busy, setBusy] = useState(false);
  const press = async () => {
    setBusy(true);
    try {
      const done = await run();
      if (done !== null) notice.value = typeof done === 'string' ? { text: done } : done;
    } catch (fault) {
      notice.value = refusalOf(fault);
    }
    setBusy(false);
  };
  return <button type="button" class={strong ? 'go' : 'tool'} disabled={busy || off || !mayAct.value} title={mayAct.value ? undefined : 'This needs a key with the scope admin'} aria-label={label} onClick={press}>{busy ? '…' : children}</button>;
}

export function NoticeBoard() {
  const now = notice.value;
  if (!now) return <div role="status" />;
  if (now instanceof Refusal) return <div class="notice"><Refused refusal={now} /><button type="button" class="tool" onClick={hush}>Close</button></div>;
  const undo = async () => {
    try { notice.value = { text: await now.undo!.run() }; } catch (fault) { notice.value = refusalOf(fault); }
  };
  return (
    <div class="notice" role="status">
      <span>{now.text}</span>
      {now.undo && <button type="button" class="tool" onClick={undo}>{now.undo.text}</button>}
      <button type="button" class="tool" onClick={hush}>Close</button>
    </div>
  );
}
