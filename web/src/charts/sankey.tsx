import { sankey, sankeyLinkHorizontal } from 'd3-sankey';
import { colour } from '../parts/words';
import { count, percent } from '../view/figures';
import { converted, type Flow, type FlowLink, type FlowNode } from './flow';
import { useWidth } from './width';

/** How conversions were reached, step by step to the last touchpoint before them. */
export function Sankey({ flow, chosen, onChoose, label }: { flow: Flow; chosen: string | null; onChoose: (id: string | null) => void; label: string }) {
  const { ref, width } = useWidth();
  const narrow = width < 560;
  const height = narrow ? 360 : 400;
  const layout = sankey<FlowNode, FlowLink>().nodeId((n) => n.id)
    .nodeWidth(10).nodePadding(10).extent([[1, 22], [width - (narrow ? 4 : 8), height - 4]]).nodeAlign((n) => n.step)
    .nodeSort((a, b) => (b.value ?? 0) - (a.value ?? 0));
  const graph = layout({ nodes: flow.nodes.map((n) => ({ ...n })), links: flow.links.map((l) => ({ ...l })) });
  // Links leave and arrive in the order of the nodes at their other end, so that they cross as little as they must.
  for (const n of graph.nodes) {
    n.sourceLinks!.sort((a, b) => (a.target as typeof n).y0! - (b.target as typeof n).y0!);
    n.targetLinks!.sort((a, b) => (a.source as typeof n).y0! - (b.source as typeof n).y0!);
  }
  layout.update(graph);
  const path = sankeyLinkHorizontal();
  const heads = Array.from({ length: flow.steps }, (_, i) => (i === flow.steps - 1 ? 'last' : `${flow.steps - i}${['st', 'nd', 'rd'][flow.steps - i - 1] ?? 'th'} last`));
  const column = (width - 18) / flow.steps;
  return (
    <div class="chart" ref={ref}>
      <svg width={width} height={height} role="group" aria-label={label}>
        {heads.map((h, i) => <text key={h} x={i * column + 1} y={12} class="head">{narrow ? h.replace(' last', '') : h}</text>)}
        {graph.links.map((l, i) => {
          const [from, to] = [l.source as FlowNode, l.target as FlowNode];
          const on = !chosen || from.id === chosen || to.id === chosen;
          return (
            <path key={i} d={path(l)!} fill="none" stroke={colour(from.name)} stroke-width={Math.max(1, l.width ?? 1)} opacity={on ? 0.32 : 0.07}>
              <title>{`${from.name} → ${to.name}: ${count(l.value)} conversions, ${percent(l.value / flow.conversions)}`}</title>
            </path>
          );
        })}
        {graph.nodes.map((n) => {
          const tall = n.y1! - n.y0!;
          const end = n.name === converted;
          const text = `${n.name} ${count(n.value)}`;
          const pick = () => onChoose(chosen === n.id ? null : n.id);
          const spoken = end ? `${count(n.value)} conversions` : `${n.name} ${count(n.value)} as ${heads[n.step]} touchpoint, ${percent(n.value! / flow.conversions)} of the conversions`;
          return (
            <g key={n.id} {...(end ? {} : { tabindex: 0, role: 'button', 'aria-pressed': chosen === n.id, 'aria-label': spoken, onClick: pick,
              onKeyDown: (e: KeyboardEvent) => { if (e.key === 'Enter' || e.key === ' ') { e.preventDefault(); pick(); } } })} class={end ? undefined : 'node'}>
              <rect x={n.x0} y={n.y0} width={n.x1! - n.x0!} height={Math.max(1.5, tall)} fill={end ? 'var(--ink)' : colour(n.name)} rx="1.500"><title>{spoken}</title></rect>
              {tall > 11 && !end && <text class="value" x={n.x1! + 5} y={(n.y0! + n.y1!) / 2} dy=".32em">{narrow ? n.name.split(' ').pop() : text}</text>}
            </g>
          );
        })}
      </svg>
    </div>
  );
}
