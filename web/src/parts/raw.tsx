// A payload as it came, with the place that a JSON pointer names marked.
interface Part { text: string; marked: boolean }

/** The longest tail of *pointer* that leads into *value*, as far as it goes: pointers count from the whole body, the
    payload may be one item of it. */
export function placeIn(value: unknown, pointer: string): string[] {
  const steps = pointer.split('/').slice(1).map((s) => s.replaceAll('~1', '/').replaceAll('~0', '~'));
  let best: string[] = [];
  for (let from = 0; from < steps.length; from++) {
    let at = value;
    const went: string[] = [];
    for (const step of steps.slice(from)) {
      if (at === null || typeof at !== 'object' || !(step in at)) break;
      at = (at as Record<string, unknown>)[step];
      went.push(step);
    }
    if (went.length > best.length) best = went;
  }
  return best;
}

function written(value: unknown, target: string[] | null, indent: string): Part[] {
  const marked = target !== null && target.length === 0;
  if (value === null || typeof value !== 'object') return [{ text: JSON.stringify(value), marked }];
  const list = Array.isArray(value);
  const parts: Part[] = [{ text: list ? '[' : '{', marked }];
  const entries = Object.entries(value);
  entries.forEach(([key, each], i) => {
    const below = target !== null && target[0] === key ? target.slice(1) : null;
    parts.push({ text: `\n${indent}  `, marked: false });
    if (!list) parts.push({ text: `${JSON.stringify(key)}: `, marked: below !== null && below.length === 0 });
    parts.push(...written(each, below, indent + '  '));
    if (i < entries.length - 1) parts.push({ text: ',', marked: false });
  });
  parts.push({ text: `${entries.length ? `\n${indent}` : ''}${list ? ']' : '}'}`, marked });
  return parts;
}

export function Raw({ raw, pointer }: { raw: string; pointer?: string }) {
  let parts: Part[];
  try {
    const value = JSON.parse(raw);
    const place = pointer ? placeIn(value, pointer) : [];
    parts = written(value, place.length ? place : null, '');
  } catch {
    parts = [{ text: raw, marked: false }];
  }
  return <pre class="raw" tabIndex={0} aria-label="Payload as it came">{parts.map((p, i) => (p.marked ? <mark key={i}>{p.text}</mark> : p.text))}</pre>;
}
