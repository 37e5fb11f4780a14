// The same days under every model: rows that change much between models are an opinion, the others a fact.
import { useState } from 'preact/hooks';
import type { CompareReport, CompareRow } from '../api/answers';
import { Slope } from '../charts/slope';
import { sensitiveFrom, spreadOf } from '../explain/spread';
import { CsvLink, Figure, Panel } from '../parts/figure';
import { Caveats, SumOfEach } from '../parts/sums';
import { Table, type Column } from '../parts/table';
import { Ask, Choice, Dot, From, Refused, tooFew } from '../parts/words';
import { asks, param, show } from '../view/address';
import { money, percent, plural, word } from '../view/figures';
import { useAnswer } from '../api/use';
import { reportAddress, useReport } from '../view/report';
import { modelNames } from '../view/scope';
import { NoData } from './overview';

const simple = ['first_touch', 'last_touch', 'linear', 'time_decay', 'position_based'];
const sets: Record<string, string[]> = {
  rules: simple, milestones: [...simple, 'w_shaped', 'full_path'], all: [...simple, 'w_shaped', 'full_path', 'markov', 'shapley'],
};
const dimensions: Record<string, string> = { campaign: 'Campaign', channel: 'Channel', source_medium: 'Source / medium' };

const nameOf = (row: CompareRow) => row.group.name ?? row.group.channel ?? row.group.source_medium ?? '';
const keyOf = (row: CompareRow) => row.group.campaign_id ?? nameOf(row);

export function Models() {
  const by = param('by') ?? 'campaign';
  const set = param('set') ?? 'all';
  const asked = sets[set] ?? sets.all;
  const extra = { models: asked.join(','), group_by: by };
  const full = useReport<CompareReport>('compare', 'touches', extra);
  // Markov and Shapley refuse to learn from too little; the rules never do.
  const refused = full.refusal?.status === 409 ? full.refusal : undefined;
  const fallback = useAnswer<CompareReport>(refused ? reportAddress('compare', 'touches', { ...extra, models: sets.milestones.join(',') }) : null);
  const answer = refused ? fallback : full;
  const few = tooFew(refused);
  const [chosen, setChosen] = useState<string | null>(null);
  return (
    <>
      <div class="line">
        <Choice label="Group by" value={by} options={dimensions} onPick={(v) => show({ by: v === 'campaign' ? null : v })} />
        <Choice label="Models" value={set} options={{ rules: 'Rules', milestones: '+ milestones', all: '+ data-driven' }} onPick={(v) => show({ set: v === 'all' ? null : v })} />
        <Ask open="how~model">What each does</Ask>
      </div>
      {refused && (few ? <p class="caveat">{few} The other models stand below.</p> : <Refused refusal={refused} />)}
      <From answer={answer} height={420}>{(r) => {
        const models = r.meta.models!;
        const csv = reportAddress('compare.csv', 'touches', { ...extra, models: models.join(',') });
        const spread = (row: CompareRow) => spreadOf(row, r.totals.booked);
        const sensitive = r.rows.filter((row) => spread(row).sensitive);
        const small = r.rows.filter((row) => spread(row).small);
        if (!r.rows.length) return <Panel title="Models side by side"><NoData booked={+r.totals.booked !== 0 || !r.meta.complete} /><Caveats meta={r.meta} /></Panel>;
        const columns: Column<CompareRow>[] = [
          { key: by, title: dimensions[by] ?? by, text: true, value: nameOf, cell: (row) => <><Dot name={nameOf(row)} />{nameOf(row)}</> },
          ...models.map((m) => ({ key: m, title: modelNames[m], value: (row: CompareRow) => row.models[m].revenue, cell: (row: CompareRow) => <Ask open={asks`cell~attribution~${by}~${keyOf(row)}~~${m}`}>{money(row.models[m].revenue)}</Ask> })),
          { key: 'spread', title: 'Spread', hint: 'highest less lowest, as part of the mean; as an amount where the row earns next to nothing', value: (row) => spread(row).part, cell: (row) => {
            const x = spread(row);
            return <span class={x.sensitive ? 'warn' : ''}>{x.sensitive && <>◆<span class="unseen"> model-sensitive</span> </>}<Ask open={asks`spread~${by}~${keyOf(row)}~${models.join(',')}`}>{x.small ? money(x.apart) : percent(x.part)}</Ask></span>;
          } },
        ];
        const table = {
          caption: 'Revenue by model', columns, rows: r.rows, name: keyOf, sort: models.includes('time_decay') ? 'time_decay' : models[0],
          foot: [
            <tr key="u" class="light"><th scope="row">(unattributed)</th>{models.map((m) => <td class="n"><Ask open={`cell~attribution~${by}~(unattributed)~~${m}`}>{money(r.unattributed.models[m].revenue)}</Ask></td>)}<td /></tr>,
            <tr key="t"><th scope="row">Total</th>{models.map((m) => <td class="n"><Ask open="how~revenue">{money(r.totals.models[m].revenue)}</Ask></td>)}<td class="n">0 %</td></tr>,
          ],
        };
        const lines = [...r.rows].sort((a, b) => Math.max(...models.map((m) => +b.models[m].revenue)) - Math.max(...models.map((m) => +a.models[m].revenue))).slice(0, 12)
          .map((row) => ({ name: nameOf(row), values: models.map((m) => +row.models[m].revenue), sensitive: spread(row).sensitive }));
        return (
          <>
            <Panel title="Models side by side" side={<CsvLink href={csv} name="compare" />}
              note={`${sensitive.length} of ${plural(r.rows.length, 'row')}, marked ◆, ${word(sensitive.length, 'differs', 'differ')} between models by ${percent(sensitiveFrom)} of the mean or more: do not cut or raise such a row on one model's word.${small.length ? ` Where a row earns less than 1 % of everything under each model (“${small.map(nameOf).join('”, “')}”), its spread stands as an amount and is not marked, since a percentage of so little says nothing.` : ''}`}>
              <Table {...table} />
              <SumOfEach columns={models.map((m) => [...r.rows.map((row) => row.models[m].revenue), r.unattributed.models[m].revenue])} total={r.totals.booked} currency={r.meta.currency} what={`Under each of ${models.length} models, rows and unattributed`} />
              <Caveats meta={r.meta} />
            </Panel>
            <Figure title="How much the model matters" file="compare" csv={csv} table={table}
              side={<span class="legend"><span><i style={{ background: 'var(--warn)' }} />model-sensitive</span><span><i style={{ background: 'var(--accent)' }} />steady</span></span>}>
              <Slope lines={lines} models={models.map((m) => modelNames[m])} chosen={chosen} onChoose={setChosen}
                label={`Revenue of ${plural(lines.length, 'row')} under ${models.length} models. ${sensitive.length ? `Much changes for ${sensitive.map(nameOf).join(', ')}.` : 'Little changes.'} The table has the figures.`} />
            </Figure>
          </>
        );
      }}</From>
    </>
  );
}
