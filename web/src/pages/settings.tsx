// The policy that is in force, and where each value comes from. Read only: the configuration file is where it is changed.
import type { LabelCounts, RoasReport, Rules, SourcesReport } from '../api/answers';
import { address } from '../api/client';
import { defaults } from '../api/defaults';
import { useAnswer } from '../api/use';
import { Act } from '../parts/act';
import { CsvLink, Panel } from '../parts/figure';
import { Scroll } from '../parts/scroll';
import { Ask, From, Mark, spaced } from '../parts/words';
import { asConfigured, back, Preview } from './preview';
import { count, decimalsIn, percent, plural } from '../view/figures';
import { asks, param } from '../view/address';
import { modelNames, scope } from '../view/scope';
import type { ComponentChildren } from 'preact';

function Rows({ rows }: { rows: [string, ComponentChildren, string][] }) {
  return (
    <Scroll label="Values"><table><caption class="unseen">Values in force</caption><thead><tr><th scope="col">Setting</th><th scope="col">Value</th><th scope="col">From</th></tr></thead>
      <tbody>{rows.map(([name, value, from]) => <tr><th scope="row">{name}</th><td>{value}</td><td><Mark tone={from === 'the address' ? 'warn' : ''}>{from}</Mark></td></tr>)}</tbody></table></Scroll>
  );
}

const direct: Record<string, string> = { drop_unless_only: 'earn nothing, unless there is nothing else', keep: 'count as others' };

function Policy() {
  const asked = scope('model');
  const answer = useAnswer<RoasReport>(asked && address('/v1/reports/roas', { ...asked, from: '1970-01-01', to: '1970-01-02' }));
  const origin = (name: string) => (param(name) ? 'the address' : 'the hub');
  return (
    <From answer={answer} height={300}>{({ meta: m }) => {
      const f = m.filters as Record<string, unknown>;
      const list = (name: string) => ((f[name] as string[] | undefined)?.length ? (f[name] as string[]).join(', ') : 'none');
      return (
        <Panel title="Attribution" note={<>What holds on these pages now. What comes from the hub is set under <code>[attribution]</code>; what comes from the address is your choice in the bar above.</>}>
          <Rows rows={[
            ['Model', modelNames[m.model!] ?? m.model, origin('model')], ['Lookback', plural(m.lookback_days!, 'day'), origin('lookback_days')], ['Lookback by type, channel, interaction', list('lookback'), 'the hub'],
            ['Half-life of time decay', plural(+m.params!.half_life_days, 'day'), 'the hub'], ['Position based: weight of the first and of the last', `${percent(+m.params!.first_weight)}, ${percent(+m.params!.last_weight)}`, 'the hub'],
            ['Offline conversions', f.include_offline ? 'count' : 'left out', origin('include_offline')], ['Views', f.views ? 'count' : 'do not count', 'the hub'], ['Direct visits', direct[String(f.direct)] ?? spaced(String(f.direct)), 'the hub'],
            ['Bots', f.bots ? 'count' : 'left out', 'the hub'], ['Campaigns that go first', list('campaign_priority'), 'the hub'], ['Referrers left out', list('excluded_referrers'), 'the hub'],
            ['Currency', m.currency, origin('currency')], ['Time zone', m.tz, origin('tz')],
          ]} />
        </Panel>
      );
    }}</From>
  );
}

/** Those *known* as they are trusted: those of the list first, then the others by name. */
const inOrder = (authority: string[], known: string[] | undefined) =>
  (known ? [...authority.filter((s) => known.includes(s)), ...known.filter((s) => !authority.includes(s))].join(', ') || 'no source told anything yet' : '…');

function Dedup() {
  const answer = useAnswer<Rules>('/v1/duplicates/rules');
  const known = useAnswer<SourcesReport>('/v1/reports/sources').value?.rows.map((r) => r.source).sort();
  const unit = defaults.value?.currency;
  return (
    <From answer={answer} height={160}>{(r) => {
      const from = r.decided ? 'a decision' : 'the hub';
      return (
        <Panel title="Deduplication" side={r.decided && <Act run={asConfigured}>{back}</Act>} note={<>Set under <code>[dedup]</code>, or by a decision, here or with <code>convhub dedup</code>.</>}>
          <Rows rows={[
            ['Same person and amount are one order within', plural(r.rules.window_seconds / 3600, 'hour'), from], ['The amounts may differ by', `${(r.rules.amount_tolerance / 10 ** decimalsIn(unit)).toFixed(decimalsIn(unit))} ${unit ?? ''}`, from], ['Also when both come from one source', r.rules.same_source_fuzzy ? 'yes' : 'no', from],
            ['Where reports differ, the first of these is believed', inOrder(r.rules.authority, known), from], ['An order number on more reports than this is ignored', count(r.rules.max_per_key), from],
          ]} />
        </Panel>
      );
    }}</From>
  );
}

function Labels() {
  const answer = useAnswer<LabelCounts>('/v1/labels');
  return (
    <From answer={answer} height={120}>{(l) => (
      <Panel title="Labels" note="What looks like fraud, machines or slips." side={<CsvLink text={() => 'label,left_out,touchpoints,conversions\n' + l.labels.map((x) => `${x.label},${x.left_out},${x.touchpoints},${x.conversions}\n`).join('')} name="labels" />}>
        <Scroll label="Labels"><table><caption class="unseen">Labels</caption><thead><tr><th scope="col">Label</th><th scope="col">In reports</th><th scope="col" class="n">Touchpoints</th><th scope="col" class="n">Conversions</th></tr></thead>
          <tbody>{l.labels.map((x) => <tr key={x.label}><th scope="row">{x.label}</th><td>{x.left_out ? <Mark tone="warn">left out</Mark> : 'counted'}</td><td class="n"><Ask open={asks`how~label~${x.label}`}>{count(x.touchpoints)}</Ask></td><td class="n"><Ask open={asks`how~label~${x.label}`}>{count(x.conversions)}</Ask></td></tr>)}</tbody></table></Scroll>
      </Panel>
    )}</From>
  );
}

function Other() {
  const answer = useAnswer<Rules>('/v1/duplicates/rules');
  return <From answer={answer} height={120}>{(r) => <Preview key={JSON.stringify(r.rules) + defaults.value?.currency} now={r.rules} unit={defaults.value?.currency} />}</From>;
}

export function Settings() { return <><Policy /><div class="two even"><Dedup /><Labels /></div><Other /></>; }
