// All that one contact met and did, which source saw it, and why what did not count did not.
import { useState } from 'preact/hooks';
import type { ConversionList, Conversion, Explanation, Journey as Told, JourneyStep } from '../api/answers';
import { address, get, look, answers, Refusal } from '../api/client';
import { useAnswer } from '../api/use';
import { feedName } from '../explain/came';
import { notes, uncounted, why } from '../explain/conversion';
import { Erase } from './erase';
import { Typed } from '../parts/field';
import { Panel } from '../parts/figure';
import { Table } from '../parts/table';
import { Ask, Empty, From, Id, Mark, Refused, colour, spaced } from '../parts/words';
import { linkTo, param, show } from '../view/address';
import { durationText } from '../view/days';
import { money, percent, plural, word } from '../view/figures';
import { learned } from '../view/report';
import { latestAddress, lookbackDays, minuteText, model, modelNames, secondText } from '../view/scope';

interface Fate { of?: string; credit?: string; weight?: number; reason?: string }

/** What became of every touchpoint under the latest conversions of the journey. */
function fates(conversions: JourneyStep[], orders: Map<string, string>): Map<string, Fate[]> {
  answers.value;
  const out = new Map<string, Fate[]>();
  const add = (id: string, fate: Fate) => out.set(id, [...(out.get(id) ?? []), fate]);
  for (const c of conversions.slice(-8)) {
    const told = look<Explanation>(address(`/v1/conversions/${c.conversion_id}/explain`, { model: learned(model.value) ? '' : model.value, lookback_days: lookbackDays.value })).value;
    if (!told) continue;
    const of = told.order_id ? `order ${told.order_id}` : `${spaced(told.type)} of ${minuteText(told.occurred_at)}`;
    orders.set(c.conversion_id!, of);
    for (const t of told.touchpoints) add(t.touch_id, { credit: `${money(t.credit)} ${told.currency ?? ''}`, weight: t.weight, of });
    for (const t of told.excluded) add(t.touch_id, { reason: why(t.reason), of });
  }
  return out;
}

function Touch({ step, fate }: { step: JourneyStep; fate: Fate[] }) {
  const earned = fate.filter((f) => f.credit);
  return (
    <li style={{ '--tone': colour(step.channel!) }}>
      <b>{step.campaign_name ?? step.channel}</b> <Mark>{step.interaction}</Mark> {step.labels?.map((l) => <Mark tone="warn">{l}</Mark>)}
      <small>{secondText(step.occurred_at)} · {step.channel}{step.source_medium && ` · ${step.source_medium}`} · seen by {feedName(step.feed!)} · {step.touch_id}</small>
      {earned.map((f) => <small class="good">earned {f.credit} ({percent(f.weight, 1)}){earned.length > 1 && ` of ${f.of}`}</small>)}
      {!earned.length && fate.map((f) => <small>not counted{fate.length > 1 && ` for ${f.of}`}: {f.reason}</small>)}
    </li>
  );
}

function Sale({ step, order }: { step: JourneyStep; order?: string }) {
  const left = uncounted(step.touchpoints?.excluded);
  const counted = step.touchpoints?.eligible ?? 0;
  return (
    <li class="sale">
      <Ask open={`cv~${step.conversion_id}`}><b>{spaced(step.type!)} {step.net ? `${money(step.net.amount)} ${step.net.currency}` : ''}</b></Ask> {step.offline && <Mark>offline</Mark>}
      {step.gross && step.net && step.gross.amount !== step.net.amount && <Mark tone="warn">of {money(step.gross.amount)}</Mark>}
      <small>{secondText(step.occurred_at)}{order && ` · ${order}`} · seen by {Object.keys(step.external_ids ?? {}).join(', ')}</small>
      <small>{counted ? `${plural(counted, 'touchpoint')} ${word(counted, 'counts', 'count')}` : left ? 'no touchpoint counts' : 'no touchpoint led to it'}{left && `; not counted: ${left}`}</small>
    </li>
  );
}

/** A refund, or what else changed an order's money later. */
function Later({ step, order }: { step: JourneyStep; order?: string }) {
  return (
    <li class="sale">
      <Ask open={`cv~${step.conversion_id}`}><b>{step.adjustment} {step.amount && `${money(step.amount.amount)} ${step.amount.currency}`}</b></Ask>
      <small>{secondText(step.occurred_at)}{order && ` · ${order}`} · told by {step.source}{step.note && ` · ${notes[step.note] ?? step.note}`}</small>
    </li>
  );
}

function Timeline({ told }: { told: Told }) {
  const steps = told.journey ?? [];
  const orders = new Map<string, string>();
  const known = fates(steps.filter((s) => s.kind === 'conversion'), orders);
  return (
    <ol class="timeline">{steps.map((s, i) => {
      const gap = i ? (Date.parse(s.occurred_at) - Date.parse(steps[i - 1].occurred_at)) / 1000 : 0;
      return [gap > 3600 && <li class="gap">{durationText(gap)} later</li>, s.kind === 'touch' ? <Touch step={s} fate={known.get(s.touch_id!) ?? []} /> : s.kind === 'conversion' ? <Sale step={s} order={orders.get(s.conversion_id!)} /> : <Later step={s} order={orders.get(s.conversion_id!)} />];
    })}</ol>
  );
}

function Who({ told }: { told: Told }) {
  const short = (i: { kind: string; key: string }) => `${spaced(i.kind)} ${i.key.slice(0, 8)}`;
  return (
    <Panel title="Who this is" note="Identifiers are told by a hash of each; e-mail addresses and phone numbers are not kept at all.">
      <ul class="plain">{told.identifiers.map((i) => <li><span>{spaced(i.kind)} <small>{i.key}</small></span><Mark>{i.is}</Mark></li>)}</ul>
      <h3>Why they are one</h3>
      {told.links.length ? <ul class="plain">{told.links.map((l) => <li><span>{l.identifiers.map(short).join(' = ')}<small>{feedName(l.source)} <Id of={l.external_id} />, {minuteText(l.occurred_at)}</small></span><Mark>{l.rule}</Mark></li>)}</ul> : <p class="note">One identifier alone; nothing was linked.</p>}
      {told.refused_links.length > 0 && <><h3>Links refused</h3><pre class="raw" tabIndex={0}>{JSON.stringify(told.refused_links, null, 1)}</pre></>}
    </Panel>
  );
}

function Search({ contact }: { contact: string }) {
  const [text, setText] = useState(contact);
  const find = async () => {
    const word = text.trim().replace(/^order:/, '');
    if (/[@:]|^ct_/.test(word)) return show({ contact: word });
    const found = await get<ConversionList>(address('/v1/conversions', { q: word, limit: 2 })).catch(() => null);
    const whole = found?.data.length === 1 ? await get<Conversion>(`/v1/conversions/${found.data[0].conversion_id}`).catch(() => null) : null;
    show({ contact: whole?.contacts[0] ?? word });
  };
  return (
    <form class="line" role="search" onSubmit={(e) => { e.preventDefault(); find(); }}>
      <Typed label="E-mail, order number or contact id" size={36} value={text} onText={setText} placeholder="ada@example.com or 1001" />
      <button class="go" type="submit">Show</button>
    </form>
  );
}

function Recent() {
  const answer = useAnswer<ConversionList>(latestAddress({ limit: 25 }));
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const open = async (id: string) => {
    try {
      const whole = await get<Conversion>(`/v1/conversions/${id}`);
      if (whole.contacts[0]) location.hash = linkTo('journey', { contact: whole.contacts[0] });
      else setRefusal(new Refusal(0, 'No contact', 'This conversion came without any identifier, so it has no journey.', null));
    } catch (fault) { if (fault instanceof Refusal) setRefusal(fault); }
  };
  return (
    <From answer={answer}>{(list) => (
      <Panel title="Or begin at a recent conversion">
        {refusal && <Refused refusal={refusal} />}
        {list.data.length ? <Table caption="Recent conversions" rows={list.data} name={(c) => c.conversion_id} most={12} columns={[
          { key: 'occurred_at', title: 'When', text: true, cell: (c) => <button type="button" class="ask" onClick={() => open(c.conversion_id)}>{minuteText(c.occurred_at)}</button> },
          { key: 'type', title: 'Type', text: true, value: (c) => spaced(c.type) },
          { key: 'order_id', title: 'Order', text: true, wide: true },
          { key: 'sources', title: 'Told by', text: true, wide: true, value: (c) => c.sources.join(', ') },
          { key: 'net', title: 'Net', value: (c) => c.net?.amount, cell: (c) => <Ask open={`cv~${c.conversion_id}`}>{money(c.net?.amount)} {c.net?.currency}</Ask> },
        ]} /> : <Empty>There is no conversion yet. Send one to <code>/v1/conversions</code>, or <code>convhub import orders.csv</code>.</Empty>}
      </Panel>
    )}</From>
  );
}

export function Journey() {
  const contact = param('contact') ?? '';
  const answer = useAnswer<Told>(contact ? address(`/v1/contacts/${encodeURIComponent(contact)}/journey`, { lookback_days: lookbackDays.value }) : null);
  return (
    <>
      <Search key={contact} contact={contact} />
      {answer.refusal && (answer.refusal.status === 404 || answer.refusal.complaints[0]?.pointer === 'key') ? <Empty>Nobody is known by “{contact}”. Type an e-mail address, an order number as the shop writes it, such as 1001, or a contact id.</Empty> : contact ? (
        <From answer={answer} height={360}>{(told) => (
          <div class="two">
            <Panel title="What happened" note={<>{told.contact_id}. Credit by {learned(model.value) ? `the default model, as ${modelNames[model.value]} learns from all journeys and credits no single one` : modelNames[model.value] || 'the default model'}.</>}><Timeline told={told} /></Panel>
            <div class="stack"><Who told={told} /><Erase key={told.contact_id} contact={told.contact_id!} /></div>
          </div>
        )}</From>
      ) : <Recent />}
    </>
  );
}
