// One conversion: what each touchpoint earned and why, what was not counted, and the reports that it was made of.
import type { Conversion, Explanation } from '../api/answers';
import { address } from '../api/client';
import { useAnswer } from '../api/use';
import { Scroll } from '../parts/scroll';
import { Sum } from '../parts/sums';
import { Dot, From, Id, Mark, Turn, alike, ruleName, spaced } from '../parts/words';
import { linkTo } from '../view/address';
import { durationText } from '../view/days';
import { money, percent, plural, same } from '../view/figures';
import { learned } from '../view/report';
import { lookbackDays, minuteText, model, modelNames, secondText } from '../view/scope';

export const reasons: Record<string, string> = {
  'outside-window': 'before the window', 'after-conversion': 'after the conversion', interaction: 'a view, and views do not count', 'click-beats-view': 'a view beside a click', 'same-click': 'the same click as another', direct: 'a direct visit earns nothing beside others',
  collapsed: 'the same visit as another', bot: 'a machine', 'lower-priority': 'a campaign of higher priority was met', 'excluded-referrer': 'the referrer is left out', 'before-previous-conversion': 'before the conversion before',
};

/** What an entry's note means. */
export const notes: Record<string, string> = {
  'over-refund': 'It asked for more than was left and took what was left', repeated: 'The same refund, told by another source: it counts once', 'currency-differs': 'Not in the currency of the sale: it does not count',
  'already-reversed': 'Nothing stood that could be reversed', 'already-stands': 'Nothing was reversed that could stand again',
};

const passed = ' A lead or an opportunity that is not known counts as passed with the next of them that is, at the latest at the sale, whose touchpoint then has its part too. Where no others are, the parts are scaled to 100 %.';

/** How each model comes to its weights, for who adds them up again. */
export const weighing: Record<string, string> = {
  first_touch: 'The first touchpoint earns it all.', last_touch: 'The last touchpoint earns it all.', linear: 'Each touchpoint earns the same part.',
  time_decay: 'A touchpoint weighs half of one that is a half-life younger, 7 days unless set otherwise; the weights are scaled to 100 %.',
  position_based: 'The first and the last have 40 % each unless set otherwise, those between share the rest.',
  w_shaped: 'The first, that before the lead and that before the opportunity have 30 % each, the others share 10 %.' + passed, full_path: 'As W-shaped with the last as fourth: 22.5 % each, the others share 10 %.' + passed,
};

/** What a credit is before it is cut to whole cents, where that is something else. */
function exact(net: string, weight: number, credit: string) {
  const before = (+net * weight).toFixed((net.split('.')[1]?.length ?? 0) + 2);
  return same(before, credit) ? null : <small class="before">{money(before)}</small>;
}

export const why = (reason: string) => reasons[reason] ?? reason.replaceAll('-', ' ');
/** How many touchpoints earn nothing, and why. */
export const uncounted = (excluded: Record<string, number> = {}) => Object.entries(excluded).map(([reason, n]) => `${n} × ${why(reason)}`).join(', ');

export function ConversionDrawer({ id, model: named }: { id: string; model?: string }) {
  const asked = learned(named || model.value) ? '' : named || model.value;
  const explained = useAnswer<Explanation>(address(`/v1/conversions/${id}/explain`, { model: asked, lookback_days: lookbackDays.value }));
  const whole = useAnswer<Conversion>(`/v1/conversions/${id}`).value;
  return (
    <From answer={explained} height={320}>{(x) => (
      <>
        <h3>{x.order_id ? `Order ${x.order_id}` : spaced(x.type)} <small>{secondText(x.occurred_at)}</small></h3>
        <p class="lead"><b>{money(x.check.net)} {x.currency}</b> net, told by {x.sources.join(', ')}. Credit by {modelNames[x.model] ?? x.model}, looking back {plural(x.lookback_days, 'day')}.</p>
        <p class="choices">{Object.entries(modelNames).slice(0, 7).map(([key, name]) => <Turn class={`chip ${key === x.model ? 'on' : ''}`} to={{ show: `cv~${id}~${key}` }}>{name}</Turn>)}</p>
        {x.touchpoints.length ? (
          <Scroll label="Touchpoints and their credit">
            <table><caption class="unseen">Touchpoints and their credit</caption>
              <thead><tr><th scope="col">Touchpoint</th><th scope="col" class="n wide">Before</th><th scope="col" class="n">Weight</th><th scope="col" class="n">Credit</th></tr></thead>
              <tbody>{x.touchpoints.map((t) => (
                <tr><th scope="row"><Dot name={t.channel} />{t.campaign_name ?? t.channel}<small>{t.channel} · {minuteText(t.occurred_at)}</small></th>
                  <td class="n wide">{durationText(t.days * 86_400)}</td><td class="n"><i class="meter" style={{ width: `${46 * t.weight}px` }} />{percent(t.weight, 2)}</td><td class="n">{money(t.credit)}{exact(x.check.net, t.weight, t.credit)}</td></tr>
              ))}</tbody>
            </table>
          </Scroll>
        ) : <p class="note">{x.excluded.length ? 'No touchpoint counts' : 'No touchpoint of this person was received'}, so nobody earned it: it stands under (unattributed).{!x.excluded.length && ' Visits join an order by an e-mail, visitor id or click id that both carry.'}</p>}
        {x.touchpoints.length > 1 && <p class="note">{weighing[x.model]} Credits are cut to whole cents, entry by entry of what is booked below; the cents left over go to the largest remainders. Under a credit that was cut or got such a cent stands what weight and net amount come to.</p>}
        <Sum parts={[...x.touchpoints.map((t) => t.credit), x.check.unattributed]} total={x.check.net} currency={x.currency ?? ''} what="Credits and unattributed" />
        {x.excluded.length > 0 && (
          <><h3>Not counted</h3><ul class="plain">{x.excluded.map((t) => <li><span><Dot name={t.channel} />{t.campaign_name ?? t.channel}, {durationText(t.days * 86_400)} before: {why(t.reason)}</span></li>)}</ul></>
        )}
        <h3>Booked</h3>
        <ul class="plain">{(whole?.ledger.map((e) => ({ ...e, amount: e.amount.amount })) ?? x.entries.map((e) => ({ ...e, source: null, note: undefined, asked: undefined, told_at: undefined }))).map((e) => (
          <li><span>{minuteText(e.occurred_at)} {e.kind}{e.source && `, told by ${e.source}`}{e.told_at && `, dated ${minuteText(e.told_at)}, before its sale`}{e.asked && `, of ${money(e.asked.amount)} asked for`} {e.note && <Mark tone="warn" title={notes[e.note]}>{e.note}</Mark>}</span><span class="fig">{money(e.amount)} {x.currency}</span></li>
        ))}</ul>
        {whole && <Reports of={whole} />}
      </>
    )}</From>
  );
}

function Reports({ of }: { of: Conversion }) {
  return (
    <>
      <h3>{plural(of.events.length, 'report')} of it</h3>
      <ul class="plain">{of.events.map((e) => {
        const merged = of.merged_from.find((m) => m.source === e.source && m.external_id === e.external_id);
        return <li><span><b>{e.source}</b> <Id of={e.external_id} />{merged && <small>{ruleName(merged.rule)}: {alike(merged.keys)}, {durationText(merged.delta_seconds)} apart</small>}</span><span class="fig">{money(e.value?.amount)}</span></li>;
      })}</ul>
      <p class="links">{of.contacts.slice(0, 3).map((c) => <a href={linkTo('journey', { contact: c })}>Journey of {of.contacts.length > 1 ? <>contact {c.slice(0, 9)}…</> : 'this contact'}</a>)}
        {of.events.length > 1 && <a href={linkTo('duplicates', { conversion: of.conversion_id })}>Its duplicates</a>} <Mark>{of.conversion_id.slice(0, 11)}…</Mark></p>
    </>
  );
}

