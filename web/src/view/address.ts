// What is shown stands in the address, after the #: page, range, model and the rest, so that a link shows the same.
import { computed, signal } from '@preact/signals';

function read() {
  const text = location.hash.replace(/^#\/?/, '');
  const [page, query = ''] = text.split('?');
  return { page: page || 'overview', params: new URLSearchParams(query) };
}

const current = signal(read());
addEventListener('hashchange', () => { current.value = read(); });

export const page = computed(() => current.value.page);
export const params = computed(() => current.value.params);
export const param = (name: string) => current.value.params.get(name);

/** The bar's parameters go along from page to page. */
const carried = ['range', 'from', 'to', 'compare', 'model', 'lookback_days', 'include_offline', 'currency', 'tz'];

export type Change = Record<string, string | null | undefined>;

function hashOf(to: string, query: URLSearchParams) {
  const text = query.toString().replaceAll('%3A', ':').replaceAll('%2C', ',');
  return text ? `#/${to}?${text}` : `#/${to}`;
}

/** What `show` names: asks`spend~${id}`. A ~ parts it, save those within what is put in. */
export const asks = (texts: TemplateStringsArray, ...names: (string | undefined)[]) =>
  String.raw(texts, ...names.map((n) => n?.replaceAll('%', '%25').replaceAll('~', '%7E') ?? ''));

/** Its parts again. */
export const partsOf = (asked: string) => asked.split('~').map((part) => part.replaceAll('%7E', '~').replaceAll('%25', '%'));

/** A link to *to* that keeps the bar. */
export function linkTo(to: string, change: Change = {}): string {
  const query = new URLSearchParams();
  for (const name of carried) {
    const value = param(name);
    if (value !== null) query.set(name, value);
  }
  return hashOf(to, changed(query, change));
}

function changed(query: URLSearchParams, change: Change) {
  for (const [name, value] of Object.entries(change)) {
    if (value === null || value === undefined || value === '') query.delete(name);
    else query.set(name, value);
  }
  return query;
}

/** This page with some parameters changed. */
export function here(change: Change): string {
  return hashOf(page.value, changed(new URLSearchParams(params.value), change));
}

export function show(change: Change, replace = false) {
  const to = here(change);
  if (replace) history.replaceState(null, '', to);
  else history.pushState(null, '', to);
  current.value = read();
}

export function go(to: string, change: Change = {}) { location.hash = linkTo(to, change); }
