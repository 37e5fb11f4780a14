// A payload as it came, with the place that a JSON pointer names marked. Numbers are not read: 99.90 stays that, and 1e400.
interface Part { text: string; marked: boolean }

/** The longest tail of *pointer* that leads into *value*, as far as it goes: pointers count from the whole body, the
    payload may be one item of it. */
function placeIn(value: unknown, pointer: string): string[] {
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

const tokens = /"(?:[^"\\]|\\.)*"|[^\s"{}[\]:,]+|[{}[\]:,]/g;

/** The JSON text *raw* line by line, every token as it was written; what is at *target* is marked. */
function setOut(raw: string, target: string[] | null): Part[] {
  const left = raw.match(tokens)!.reverse();
  const parts: Part[] = [];
  const put = (text: string, marked: boolean) => parts.push({ text, marked });
  const value = (way: string[] | null, marked: boolean, indent: string) => {
    const open = left.pop()!;
    put(open, marked);
    if (open !== '{' && open !== '[') return;
    let count = 0;
    for (; !'}]'.includes(left[left.length - 1]); count++) {
      put(`\n${indent}  `, false);
      const name = open === '{' && left.pop()!;
      const below = way?.[0] === (name ? JSON.parse(name) : `${count}`) ? way!.slice(1) : null;
      const on = marked || below?.length === 0;
      if (name) put(`${name}${left.pop()} `, on);
      value(below, on, indent + '  ');
      if (left[left.length - 1] === ',') put(left.pop()!, false);
    }
    if (count) put(`\n${indent}`, false);
    put(left.pop()!, marked);
  };
  value(target, false, '');
  return parts;
}

export function Raw({ raw, pointer }: { raw: string; pointer?: string }) {
  let parts: Part[];
  try {
    const place = placeIn(JSON.parse(raw), pointer ?? '');
    parts = setOut(raw, place.length ? place : null);
  } catch {
    parts = [{ text: raw, marked: false }];
  }
  return <pre class="raw" tabIndex={0} aria-label="Payload as it came">{parts.map((p) => (p.marked ? <mark>{p.text}</mark> : p.text))}</pre>;
}
