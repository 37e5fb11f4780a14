import { sankey, sankeyLinkHorizontal } from 'd3-sankey';
import { Scroll } from '../parts/scroll';
import { colour } from '../parts/words';
import { count, percent, plural } from '../view/figures';
import { converted, type Flow, type FlowLink, type FlowNode } from './flow';
import { fit, useWidth } from './width';

/** How conversions were reached, step by step to the last touchpoint before them. */
export function Sankey({ flow, chosen, onChoose, label }: { flow: Flow; chosen: string | null; onChoose: (id: string | null) => void; label: string }) {
  const { ref, width: room } = useWidth();
  // Below this the names of one step would stand on the next step: then the chart moves in its frame instead.
  const width = Math.max(room, 130 * flow.steps + 100);
  const most = Math.max(...Array.from({ length: flow.steps }, (_, i) => flow.nodes.filter((n) => n.step === i).length));
  const between = 15; // px from node to node: a line of text, so that no name stands on another
  const height = Math.max(400, 22 + most * between * 2);
  const layout = sankey<FlowNode, FlowLink>().nodeId((n) => n.id)
    .nodeWidth(10).nodePadding(between).extent([[1, 24], [width - 8, height - 10]]).nodeAlign((n) => n.step)
    .nodeSort((a, b) => (b.value ?? 0) - (a.value ?? 0));
  const graph = layout({ nodes: flow.nodes.map((n) => ({ ...n })), links: flow.links.map((l) => ({ ...l })) });
  // Links leave and arrive in the order of the nodes at their other end, so that they cross as little as they must.
  for (const n of graph.nodes) {
    n.sourceLinks!.sort((a, b) => (a.target as typeof n).y0! - (b.target as typeof n).y0!);
    n.targetLinks!.sort((a, b) => (a.source as typeof n).y0! - (b.source as typeof n).y0!);
  }
  layout.update(graph);
  const path = sankeyLinkHorizontal();
  const heads = Array.from({ length: flow.steps }, (_, i) => (i === flow.steps - 1 ? 'Last touchpoint' : `${flow.steps - i}${['st', 'nd', 'rd'][flow.steps - i - 1] ?? 'th'} last`));
  const column = (width - 19) / flow.steps;
  return (
    <div class="chart" ref={ref}>
      <Scroll label={label} what="steps">
      <svg width={width} height={height} role="group" aria-label={label} class="sankey">
        {heads.map((h, i) => <text x={i * column + 1} y={12} class="head">{h}</text>)}
        <text x={width - 8} y={12} class="head" text-anchor="end">Conversion</text>
        {graph.links.map((l) => {
          const [from, to] = [l.source as FlowNode, l.target as FlowNode];
          const on = !chosen || from.id === chosen || to.id === chosen;
          return (
            <path d={path(l)!} fill="none" stroke={colour(from.name)} stroke-width={Math.max(1, l.width ?? 1)} opacity={on ? 0.32 : 0.07}>
              <title>{`${from.name} → ${to.name}: ${plural(l.value, 'conversion')}, ${percent(l.value / flow.conversions)}`}</title>
            </path>
          );
        })}
        {graph.nodes.map((n) => {
          const tall = n.y1! - n.y0!;
          const end = n.name === converted;
          const number = count(n.value);
          const name = fit(n.name, column - 22 - 7 * number.length);
          const cut = name === n.name ? '' : `${name} ${number}: `; // what is read aloud begins with what is seen
          const pick = () => onChoose(chosen === n.id ? null : n.id);
          const spoken = end ? plural(n.value!, 'conversion') : `${cut}${n.name} ${number} as ${heads[n.step].toLowerCase().replace(' touchpoint', '')} touchpoint, ${percent(n.value! / flow.conversions)} of the conversions`;
          return (
            <g key={n.id} {...(end ? {} : { tabindex: 0, role: 'button', 'aria-pressed': chosen === n.id, 'aria-label': spoken, onClick: pick,
              onKeyDown: (e: KeyboardEvent) => { if (e.key === 'Enter' || e.key === ' ') { e.preventDefault(); pick(); } } })} class={end ? undefined : 'node'}>
              <rect x={n.x0} y={n.y0} width={n.x1! - n.x0!} height={Math.max(1.5, tall)} fill={end ? 'var(--ink)' : colour(n.name)} rx="1.500"><title>{spoken}</title></rect>
              {!end && <text class="value" x={n.x1! + 5} y={(n.y0! + n.y1!) / 2} dy=".32em">{name} {number}</text>}
            </g>
          );
        })}
      </svg>
      </Scroll>
    </div>
  );
}
