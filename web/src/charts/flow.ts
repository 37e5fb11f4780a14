// Paths as a step-indexed flow: the same channel in the second and the third step are two nodes, so nothing runs in rings.
import type { Pattern } from '../api/answers';

export const other = 'Other';
export const converted = 'Conversion';

export interface FlowNode { id: string; step: number; name: string }
export interface FlowLink { source: string; target: string; value: number }
export interface Flow { nodes: FlowNode[]; links: FlowLink[]; conversions: number; steps: number }

/** The most frequent names of every step keep their name, the rest is Other; paths longer than *steps* show their last. */
export function flowOf(patterns: Pattern[], steps: number, names: number): Flow {
  const frequency = new Map<string, number>();
  for (const p of patterns) for (const name of p.path) frequency.set(name, (frequency.get(name) ?? 0) + p.conversions);
  const kept = new Set([...frequency].sort((a, b) => b[1] - a[1]).slice(0, names).map(([name]) => name));
  const nodes = new Map<string, FlowNode>();
  const links = new Map<string, FlowLink>();
  let conversions = 0;
  for (const p of patterns) {
    conversions += p.conversions;
    const path = p.path.slice(-steps).map((name) => (kept.has(name) ? name : other));
    const first = steps - path.length;
    const ids = path.map((name, i) => ({ id: `${first + i}:${name}`, step: first + i, name }));
    ids.push({ id: `${steps}:${converted}`, step: steps, name: converted });
    ids.forEach((node) => nodes.set(node.id, node));
    for (let i = 1; i < ids.length; i++) {
      const key = `${ids[i - 1].id}→${ids[i].id}`;
      const link = links.get(key) ?? { source: ids[i - 1].id, target: ids[i].id, value: 0 };
      link.value += p.conversions;
      links.set(key, link);
    }
  }
  return { nodes: [...nodes.values()].sort((a, b) => a.step - b.step), links: [...links.values()], conversions, steps };
}

/** Whether *pattern* passes through *id*, `2:Email`. */
export function passes(pattern: Pattern, id: string, steps: number, kept: (name: string) => boolean): boolean {
  const [step, ...rest] = id.split(':');
  const name = rest.join(':');
  const path = pattern.path.slice(-steps);
  const at = path[Number(step) - (steps - path.length)];
  return at !== undefined && (name === other ? !kept(at) : at === name);
}
