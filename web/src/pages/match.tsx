// Campaigns with spend and no touchpoints, and the reverse; a decision makes two names one.
import { useState } from 'preact/hooks';
import type { AliasList, MatchReport, MatchRow, RoasReport } from '../api/answers';
import { address, get, tell } from '../api/client';
import { useAnswer } from '../api/use';
import { Act } from '../parts/act';
import { Field } from '../parts/field';
import { CsvLink, Panel } from '../parts/figure';
import { Caveats } from '../parts/sums';
import { Table, type Column } from '../parts/table';
import { Ask, Empty, From, Mark } from '../parts/words';
import { asks } from '../view/address';
import { count, money, plural, shared, sum, word } from '../view/figures';
import { reportAddress, useReport } from '../view/report';
import { secondText } from '../view/scope';

interface NewAlias { from: string; to: string; note?: string }

/** What the hub says of a campaign that no fact names. */
const unknown = (campaign: string) => get<RoasReport>(address('/v1/reports/roas', { campaign })).then((r) => r.meta.notes?.find((n) => n.parameter === 'campaign')?.detail, () => {});

async function accept(alias: NewAlias) {
  const notes = (await Promise.all([alias.from, alias.to].map(unknown))).filter(Boolean);
  const done = await tell<{ id: string }>('POST', '/v1/aliases', alias);
  return { text: `${alias.from} is ${alias.to} from now on, in all reports.${notes.length ? ` It joins nothing yet: ${notes.join('; ')}` : ''}`, undo: { text: 'Take back', run: () => takeBack(done.id) } };
}

async function takeBack(id: string): Promise<string> {
  await tell('DELETE', `/v1/aliases/${id}`);
  return 'Taken back: they are two campaigns again.';
}

function ByHand({ from, to }: { from: MatchRow[]; to: MatchRow[] }) {
  const [alias, setAlias] = useState({ from: from[0]?.campaign_id ?? '', to: to[0]?.campaign_id ?? '' });
  const field = (side: 'from' | 'to', title: string, rows: MatchRow[]) => (
    <Field label={title}><input list={`${side}-names`} value={alias[side]} onInput={(e) => setAlias({ ...alias, [side]: e.currentTarget.value })} />
      <datalist id={`${side}-names`}>{rows.map((r) => <option value={r.campaign_id}>{r.name}</option>)}</datalist></Field>
  );
  return <p class="line">{field('from', 'What touchpoints call it', from)}{field('to', 'is the campaign', to)}<Act strong off={!alias.from || !alias.to} run={() => accept(alias)}>Make them one</Act></p>;
}

function Aliases() {
  const answer = useAnswer<AliasList>('/v1/aliases');
  return (
    <From answer={answer} height={80}>{(list) => (
      <Panel title="Decided">
        {list.data.length ? <ul class="plain">{list.data.map((a) => <li key={a.id}><span><code>{a.from}</code> is <code>{a.to}</code> <small>{a.decided_at && secondText(a.decided_at)}{a.note && ` · ${a.note}`}</small></span>{a.withdrawn ? <Mark>taken back</Mark> : <Act run={() => takeBack(a.id)}>Take back</Act>}</li>)}</ul> : <Empty>No two names were made one yet.</Empty>}
      </Panel>
    )}</From>
  );
}

export function Match() {
  const answer = useReport<MatchReport>('match', 'model');
  const roas = useReport<RoasReport>('roas', 'model').value;
  const nameless = roas?.rows.filter((x) => x.group.campaign_id!.startsWith('(') && +x.revenue) ?? [];
  return (
    <From answer={answer} height={320}>{(r) => {
      const name: Column<MatchRow> = { key: 'name', title: 'Campaign', text: true, cell: (x) => <>{x.name}<small>{x.campaign_id}</small></> };
      const side = (rows: MatchRow[], id: string) => {
        const x = rows.find((row) => row.campaign_id === id);
        return <><b>{x?.name ?? id}</b> <small>{id}{x && (x.spend ? `, cost ${money(x.spend)}` : `, earned ${money(x.revenue)}`)}</small></>;
      };
      const earned = (x: MatchRow, figure: string) => <Ask open={asks`cell~roas~campaign~${x.campaign_id}`}>{figure}</Ask>;
      return (
        <>
          <Panel title="Suggestions" side={<CsvLink href={reportAddress('match.csv', 'model')} name="match" />}
            note={`${plural(r.totals.matched.campaigns, 'campaign')} ${word(r.totals.matched.campaigns, 'is', 'are')} known both by cost (${money(r.totals.matched.spend)} ${r.meta.currency}) and by touchpoints (${count(r.totals.matched.touches)}).`}>
            {r.suggestions.length ? (
              <ul class="plain">{r.suggestions.map((s) => <li key={s.accept.from + s.accept.to}><span>{side(r.touches_without_spend, s.accept.from)} looks like {side(r.spend_without_touches, s.accept.to)}</span><Act strong run={() => accept(s.accept)}>Accept</Act></li>)}</ul>
            ) : <Empty>No two names look like one campaign. You can still say so:</Empty>}
            <Caveats meta={r.meta} />
            <ByHand from={r.touches_without_spend} to={r.spend_without_touches} />
          </Panel>
          <div class="two even">
            <Panel title="Spend, but no touchpoints" note={`${money(r.totals.spend_without_touches.spend)} ${r.meta.currency} of campaigns that no touchpoint names.`}>
              {r.spend_without_touches.length ? <Table caption="Spend, but no touchpoints" rows={r.spend_without_touches} name={(x) => x.campaign_id} sort="spend" most={15} columns={[name, { key: 'spend', title: 'Spend', as: money, open: (x) => asks`spend~${x.campaign_id}` }]} /> : <Empty>{r.totals.matched.campaigns ? 'None: every campaign with spend has touchpoints.' : 'No campaign has spend in these days.'}</Empty>}
            </Panel>
            <Panel title="Touchpoints, but no spend" note={<>{money(r.totals.touches_without_spend.revenue)} {r.meta.currency} earned by campaigns whose cost nobody told. Free channels belong here.{nameless.length > 0 && <> Visits that name no campaign are not listed: {nameless.map((x) => <>{x.group.name} earned <Ask open={asks`cell~roas~campaign~${x.group.campaign_id}`}>{money(x.revenue)}</Ask>, </>)}together {money(sum([r.totals.touches_without_spend.revenue, ...nameless.map((x) => x.revenue)]))}, as ROAS says of rows without spend.</>}</>}>
              {r.touches_without_spend.length ? <Table caption="Touchpoints, but no spend" rows={r.touches_without_spend} name={(x) => x.campaign_id} sort="revenue" most={15} columns={[name, { key: 'touches', title: 'Touchpoints', cell: (x) => earned(x, count(x.touches)) }, { key: 'conversions', title: 'Conversions', wide: true, cell: (x) => earned(x, shared(x.conversions)) }, { key: 'revenue', title: 'Revenue', cell: (x) => earned(x, money(x.revenue)) }]} /> : <Empty>{r.totals.matched.campaigns ? 'None: every campaign with touchpoints has spend.' : 'No touchpoint names a campaign in these days.'}</Empty>}
            </Panel>
          </div>
          <Aliases />
        </>
      );
    }}</From>
  );
}
