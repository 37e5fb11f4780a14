// Everything to take away, and what the API can do.
import { address } from '../api/client';
import { useAnswer } from '../api/use';
import { Panel } from '../parts/figure';
import { From, Mark } from '../parts/words';
import { param, show } from '../view/address';
import { Keys } from './keys';
import { learned } from '../view/report';
import { days, model, chosenTz, scope } from '../view/scope';

const kinds: Record<string, string> = {
  conversions: 'Each conversion once, net and gross, with the ids of every source', touchpoints: 'Each touchpoint as it was told', credits: 'What each touchpoint earned under the chosen model; adds up to the report',
  spend: 'Each row of cost', 'source-events': 'Each report as it stands, with the conversion it is part of',
};

interface Parameter { $ref?: string; name?: string; in?: string; description?: string }
interface Operation { operationId: string; tags: string[]; summary: string; parameters?: Parameter[] }
interface Document { info: { title: string; version: string; description: string }; tags: { name: string; description: string }[]; paths: Record<string, Record<string, Operation>>; components: { parameters: Record<string, Parameter> } }

function Exports() {
  const range = { from: days.value?.from, to: days.value?.to, tz: chosenTz.value };
  return (
    <Panel title="Take away" note="Files of any size. The days and the time zone chosen above hold for all of them; model, lookback and the rest for credits alone, which then add up to the report.">
      <ul class="plain">{Object.entries(kinds).map(([kind, words]) => (
        <li><span><b>{kind}</b> <small>{words}</small></span><span class="line">{['csv', 'ndjson', 'json'].map((f) => (
          <a class="tool" download href={address(`/v1/export/${kind}.${f}`, { ...(kind === 'credits' ? { ...scope('model'), ...(learned(model.value) ? { model: '' } : {}) } : range) })} aria-label={`${kind} as ${f}`}>{f.toUpperCase()}</a>
        ))}</span></li>
      ))}</ul>
    </Panel>
  );
}

function Api() {
  const answer = useAnswer<Document>('/openapi.json');
  const tag = param('tag') ?? 'reports';
  return (
    <From answer={answer} height={300}>{(d) => (
      <Panel title="The API" side={<a class="tool" href="/openapi.json" download="openapi.json">OpenAPI 3.1</a>} note={d.info.description}>
        <p class="choices">{d.tags.map((t) => <button type="button" class={`chip ${tag === t.name ? 'on' : ''}`} aria-pressed={tag === t.name} onClick={() => show({ tag: t.name })}>{t.name}</button>)}</p>
        <p class="note">{d.tags.find((t) => t.name === tag)?.description}.</p>
        {Object.entries(d.paths).flatMap(([path, item]) => Object.entries(item).filter(([, o]) => o.tags.includes(tag)).map(([method, o]) => {
          const all = (o.parameters ?? []).map((p) => (p.$ref ? d.components.parameters[p.$ref.split('/').pop()!] : p));
          return (
            <details key={o.operationId} class="pair"><summary><Mark tone={method === 'get' ? 'good' : 'warn'}>{method.toUpperCase()}</Mark> <code>{path}</code> <small>{o.summary}</small></summary>
              <div class="inset">{all.length ? <ul class="plain">{all.map((p) => <li><code>{p.name}</code><small>{p.description ?? p.in}</small></li>)}</ul> : <p class="note">No parameters.</p>}
                <p class="note"><code>curl '{location.origin}{path}'{method === 'get' ? '' : ` -X ${method.toUpperCase()}`}</code></p></div></details>
          );
        }))}
      </Panel>
    )}</From>
  );
}

export function ExportsPage() { return <><Exports /><Keys /><Api /></>; }
