// Reads Server-Sent Events by fetch, since EventSource sends no key. Connects again where it stopped, until it is told to end.
import { refusalOf, type Refusal } from './client';
import { key, withKey } from './key';

interface Listener { event: (name: string, data: string) => void; state: (now: 'open' | 'broken' | Refusal) => void }

const pause = (ms: number) => new Promise((done) => { setTimeout(done, ms); });

/** Calls *to* with each event at *path*; the answer ends it. */
export function listen(path: string, to: Listener): () => void {
  const end = new AbortController();
  let last = '';
  let refused: string | null = null;

  function take(block: string) {
    let name = 'message', id = last;
    const data: string[] = [];
    for (const line of block.split('\n')) {
      const at = line.indexOf(': '), field = line.slice(0, at), value = line.slice(at + 2);
      if (field === 'event') name = value;
      else if (field === 'id') id = value;
      else if (field === 'data') data.push(value);
    }
    if (!data.length) return;
    last = id;
    to.event(name, data.join('\n'));
  }

  async function once() {
    if (key.value === refused) return; // the same key would be refused, and asked for, again and again
    const response = await fetch(path, withKey({ signal: end.signal, headers: last ? { 'Last-Event-ID': last } : {} }));
    if (response.status === 401) {
      refused = key.value;
      await refusalOf(response);
    }
    if (response.status === 403) { // so it would be each time
      to.state(await refusalOf(response));
      end.abort();
    }
    if (!response.ok || !response.body) return;
    to.state('open');
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    let rest = '';
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      const blocks = (rest + value).split('\n\n');
      rest = blocks.pop()!;
      blocks.forEach(take);
    }
  }

  async function run() {
    while (!end.signal.aborted) {
      try { await once(); } catch { /* it broke, and is tried again */ }
      if (end.signal.aborted) return;
      to.state('broken');
      await pause(2000);
    }
  }
  void run();
  return () => end.abort();
}
