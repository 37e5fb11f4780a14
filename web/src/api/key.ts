// The key that this tab sends, kept while the tab is open and nowhere else.
import { signal } from '@preact/signals';

const slot = 'convhub-key';

function kept(): string { try { return sessionStorage.getItem(slot) ?? ''; } catch { return ''; } }

export const key = signal(kept());
/** Whether the hub wants a key, or another one: the code of its refusal; null while it is content. */
export const wanted = signal<string | null>(null);

export function keep(given: string) {
  key.value = given;
  wanted.value = null;
  try { if (given) sessionStorage.setItem(slot, given); else sessionStorage.removeItem(slot); } catch { /* then it is asked for again */ }
}

/** *init* with the key, if there is one. */
export function withKey(init: RequestInit = {}): RequestInit {
  return key.value ? { ...init, headers: { ...init.headers as Record<string, string>, Authorization: `Bearer ${key.value}` } } : init;
}
