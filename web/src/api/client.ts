// Asks the hub. Answers are kept by address until somebody asks for fresh ones, so that pages share what they ask.
import { computed, signal } from '@preact/signals';
import { key, wanted, withKey } from './key';

export interface Complaint { pointer: string; code: string; detail: string }

/** What the hub refused, in its own words; also a hub that does not answer at all. */
export class Refusal extends Error {
  constructor(readonly status: number, readonly title: string, detail: string, readonly requestId: string | null,
    readonly complaints: Complaint[] = []) { super(detail); }
}

export interface Kept<T = unknown> { value?: T; at?: Date; refusal?: Refusal; asking?: Promise<void>; era: number }

const kept = new Map<string, Kept>();
/** Grows when everything shall be asked anew. */
export const era = signal(0);
/** Grows whenever an answer came, so that those who wait look again. */
export const answers = signal(0);
/** When the latest answer came, null where all was refused, and how far the log went then. */
export const latest = signal<{ at: Date | null; dataSeq: number | null } | null>(null);

export type Query = Record<string, string | number | boolean | null | undefined>;

export function address(path: string, query: Query = {}): string {
  const pairs = Object.entries(query).filter(([, value]) => value !== null && value !== undefined && value !== '');
  const text = new URLSearchParams(pairs.map(([name, value]) => [name, String(value)])).toString();
  return text ? `${path}?${text}` : path;
}

/** What the hub said no with. A missing or wrong key is asked for as well. */
export async function refusalOf(response: Response): Promise<Refusal> {
  const id = response.headers.get('X-Request-Id');
  try {
    const problem = await response.json();
    if (response.status === 401) {
      wanted.value = problem.errors[0].code;
      openTo = null;
    }
    return new Refusal(response.status, problem.title, problem.detail, problem.request_id ?? id, problem.errors);
  } catch {
    return new Refusal(response.status, response.statusText, `The hub answered with status ${response.status}.`, id);
  }
}

/** The key, or the lack of one, that the hub let in; and what it said to the first question of an era without that. */
let openTo: string | null = null;
let door: { era: number; no: Promise<Refusal | null> } | undefined;

/** Until one answer is there the other questions wait for it: a hub that wants a key says so once, not to each. */
async function exchange<T>(path: string, init?: RequestInit): Promise<T> {
  const sent = key.value;
  if (openTo === sent) return ask(path, init);
  if (door?.era === era.value) {
    const no = await door.no;
    if (no) throw no;
    return ask(path, init);
  }
  const asked = ask<T>(path, init);
  door = { era: era.value, no: asked.then(() => null, (fault: Refusal) => (fault.status === 401 ? fault : null)) };
  void door.no.then((no) => { if (!no) openTo = sent; });
  return asked;
}

async function ask<T>(path: string, init?: RequestInit): Promise<T> {
  let response: Response;
  try {
    response = await fetch(path, withKey(init));
  } catch {
    throw new Refusal(0, 'No answer', 'The hub does not answer. Is convhub serve running, and is this machine online?', null);
  }
  if (!response.ok) throw await refusalOf(response);
  try {
    return response.status === 204 ? (undefined as T) : await response.json();
  } catch {
    throw new Refusal(0, 'Broken answer', 'The answer broke off. Ask again.', response.headers.get('X-Request-Id'));
  }
}

/** What is known of the answer at *path*, after asking for it if need be. */
export function look<T>(path: string): Kept<T> {
  let entry = kept.get(path) as Kept<T> | undefined;
  if (entry && (entry.era === era.value || entry.asking)) return entry;
  entry = { ...entry, era: era.value };
  kept.set(path, entry);
  const asked = entry;
  asked.asking = exchange<T>(path).then((value) => {
    Object.assign(asked, { value, at: new Date(), refusal: undefined });
    const seq = (value as { data_seq?: number; meta?: { data_seq?: number } }).meta?.data_seq ?? (value as { data_seq?: number }).data_seq;
    latest.value = { at: asked.at!, dataSeq: seq ?? latest.peek()?.dataSeq ?? null };
  }, (refusal: Refusal) => {
    asked.refusal = refusal;
    latest.value ??= { at: null, dataSeq: null };
  }).then(() => {
    asked.asking = undefined;
    answers.value++;
  });
  return asked;
}

/** The answer at *path* as a promise, kept like the others; what was refused is asked anew. */
export async function get<T>(path: string): Promise<T> {
  const known = kept.get(path);
  if (known?.refusal) known.era = -1;
  const entry = look<T>(path);
  await entry.asking;
  if (entry.refusal) throw entry.refusal;
  return entry.value!;
}

/** Tells the hub to do something; afterwards everything is asked anew, once *then* has seen what was done. */
export async function tell<T>(method: 'POST' | 'DELETE', path: string, body?: unknown, then?: (done: T) => void): Promise<T> {
  const init: RequestInit = { method };
  if (body !== undefined) Object.assign(init, { body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } });
  const done = await exchange<T>(path, init);
  then?.(done);
  era.value++;
  return done;
}

export function askAgain() { era.value = era.peek() + 1; }

/** Whether the key may list keys, and with that all that changes something: both need the scope admin. */
export const mayAct = computed(() => {
  answers.value;
  return !key.value || look('/v1/keys').refusal?.status !== 403;
});
