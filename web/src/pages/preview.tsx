// What other rules of deduplication would do to everything that is known: a rehearsal that changes nothing, then the change.
import { useState } from 'preact/hooks';
import type { RuleEffect, Rules } from '../api/answers';
import { Refusal, tell } from '../api/client';
import { Act } from '../parts/act';
import { Field, Typed } from '../parts/field';
import { Panel } from '../parts/figure';
import { Scroll } from '../parts/scroll';
import { Refused } from '../parts/words';
import { count, decimalsIn, money, plural } from '../view/figures';

type Change = { window_seconds?: number; amount_tolerance?: number; same_source_fuzzy?: boolean; as_configured?: boolean };
const path = '/v1/duplicates/rules';

/** Long rehearsals answer that they go on; asked again they say how far, and in the end what came of it. */
async function rehearse(change: Change): Promise<RuleEffect> {
  for (;;) {
    const told = await tell<RuleEffect | { state: string }>('POST', path, { ...change, dry_run: true });
    if (!('state' in told)) return told;
    await new Promise((later) => setTimeout(later, 500));
  }
}

/** Takes back what was decided. */
export async function asConfigured() {
  await tell('POST', path, { as_configured: true });
  return 'The configured rules are in force again.';
}
export const back = 'Back to the configuration';

const sums = (all: RuleEffect['net_before']) => all.map((m) => `${money(m.amount)} ${m.currency}`).join(', ') || '–';

function Effect({ effect: e, change }: { effect: RuleEffect; change: Change }) {
  const put = async () => {
    await tell('POST', path, change);
    return { text: 'These rules are in force for all data.', undo: { text: back, run: asConfigured } };
  };
  return (
    <>
      <Scroll label="What would change"><table><caption class="unseen">What would change</caption>
        <thead><tr><th scope="col">Of {plural(e.events, 'report')}</th><th scope="col" class="n">Now</th><th scope="col" class="n">Then</th></tr></thead>
        <tbody>
          <tr><th scope="row">Conversions</th><td class="n">{count(e.conversions_before)}</td><td class="n">{count(e.conversions_after)}</td></tr>
          <tr><th scope="row">Net</th><td class="n">{sums(e.net_before)}</td><td class="n">{sums(e.net_after)}</td></tr>
        </tbody></table></Scroll>
      <p class="note">{e.joined || e.parted ? `${plural(e.joined, 'report')} would join another conversion, ${plural(e.parted, 'report')} would part from one.` : 'Nothing would change.'}</p>
      {(e.joined > 0 || e.parted > 0) && <p class="line"><Act run={put}>Put in force</Act></p>}
    </>
  );
}

export function Preview({ now, unit }: { now: Rules['rules']; unit?: string }) {
  const one = 10 ** decimalsIn(unit);
  const [hours, setHours] = useState(String(now.window_seconds / 3600));
  const [tolerance, setTolerance] = useState(String(now.amount_tolerance / one));
  const [alone, setAlone] = useState(now.same_source_fuzzy);
  const [told, setTold] = useState<{ effect: RuleEffect; change: Change } | Refusal | null>(null);
  const change: Change = { window_seconds: Math.round(+hours * 3600), amount_tolerance: Math.round(+tolerance * one), same_source_fuzzy: alone };
  /** What was told is of other rules then. */
  const anew = <T,>(set: (value: T) => void) => (value: T) => { set(value); setTold(null); };
  const look = async () => {
    try { setTold({ effect: await rehearse(change), change }); } catch (fault) { if (!(fault instanceof Refusal)) throw fault; setTold(fault); }
    return 'Nothing was changed: that was a rehearsal.';
  };
  return (
    <Panel title="What other rules would change" note="Tried on everything that is known. Nothing is changed until you put it in force, and that can be taken back.">
      <p class="line">
        <Typed label="Same person and amount within, hours" type="number" min="0" max="720" step="any" value={hours} onText={anew(setHours)} />
        <Typed label={<>Amounts may differ by, {unit}</>} type="number" min="0" max={1e6 / one} step={1 / one} value={tolerance} onText={anew(setTolerance)} />
        <Field label="Also within one source"><input type="checkbox" checked={alone} onChange={(event) => anew(setAlone)(event.currentTarget.checked)} /></Field>
        <Act strong run={look}>What would change?</Act>
      </p>
      {told instanceof Refusal ? <Refused refusal={told} /> : told && <Effect {...told} />}
    </Panel>
  );
}
