// The conversions that a figure of paths counts, and the customers of a cohort.
import type { CohortCustomer, CohortExplanation, PathConversion, PathExplanation, PathsReport, Pattern } from '../api/answers';
import { Table, type Column } from '../parts/table';
import { From } from '../parts/words';
import { Check, Listed } from '../parts/sums';
import { asks } from '../view/address';
import { dayText, durationText } from '../view/days';
import { count, money, plural, ratio, shared, sum, word } from '../view/figures';
import { useReport } from '../view/report';
import { minuteText } from '../view/scope';
import { page, usePages } from './pages';

function Counted({ right }: { right: boolean }) {
  return <Check right={right}>Counted one by one, they {right ? 'are' : 'are not'} what the report shows.</Check>;
}

const figures: Record<string, (of: string) => string> = {
  path: (of) => of.replaceAll(' > ', ' › '),
  opener: (of) => `${of} opens the path`,
  assist: (of) => `${of} helps on the path`,
  closer: (of) => `${of} closes the path`,
  touchpoints: (of) => `${of} ${of === '1' ? 'touchpoint' : 'touchpoints'} on the way`,
  days: (of) => `${of} ${of === '1' ? 'day' : 'days'} from the first touchpoint`,
};

/** `path~DIMENSION~FIGURE~VALUE` */
export function PathDrawer({ dimension, figure, of }: { dimension: string; figure: string; of: string }) {
  const extra = { dimension, [figure]: of };
  const answer = useReport<PathExplanation>('paths/explain', 'touches', { ...extra, limit: page });
  const pages = usePages<PathConversion>('paths/explain', 'touches', extra);
  const columns: Column<PathConversion>[] = [
    { key: 'occurred_at', title: 'Conversion', text: true, as: minuteText, open: (c) => `cv~${c.conversion_id}` },
    ...(figure === 'path' ? [] : [{ key: 'path', title: 'Path', text: true, wide: true, value: (c: PathConversion) => c.path.join(' › ') }]),
    { key: 'touchpoints', title: 'Touchpoints', as: count },
    { key: 'seconds_to_convert', title: 'Took', as: durationText },
    { key: 'revenue', title: 'Net', as: money },
  ];
  return (
    <From answer={answer} height={320}>{(x) => {
      const { data, button } = pages(x);
      const name = (figures[figure] ?? String)(of);
      return (
        <>
          <h3>{name}</h3>
          <p class="lead"><b>{plural(x.check.conversions, 'conversion')}</b>, worth {money(x.check.sum.revenue)} {x.meta.currency}, looking back {plural(x.meta.lookback_days!, 'day')}. Each counts whole here: no model shares it out.</p>
          <Counted right={x.check.reconciles} />
          <Listed shown={data.length} all={x.check.conversions}>{money(sum(data.map((c) => c.revenue)))} {x.meta.currency}</Listed>
          {button}
          <Table caption={`Conversions: ${name}`} columns={columns} rows={data} name={(c) => c.conversion_id} sort="occurred_at" />
        </>
      );
    }}</From>
  );
}

/** `cohort~DIMENSION~MONTH~GROUP~DAYS`; no group: all of the month; no days: so far */
export function CohortDrawer({ by, cohort, group, days }: { by: string; cohort: string; group?: string; days?: string }) {
  const extra = { group_by: by, cohort, group: group || undefined, days: days || undefined };
  const answer = useReport<CohortExplanation>('cohorts/explain', 'model', { ...extra, limit: page });
  const pages = usePages<CohortCustomer>('cohorts/explain', 'model', extra);
  const columns: Column<CohortCustomer>[] = [
    { key: 'occurred_at', title: 'First conversion', text: true, as: minuteText, open: (c) => `cv~${c.conversion_id}` },
    { key: 'source', title: 'Believed source', text: true, wide: true },
    { key: 'conversions', title: 'Conversions', as: count },
    { key: 'customers', title: 'Share', as: ratio },
    { key: 'revenue', title: days ? `By day ${days}` : 'So far', as: money },
  ];
  return (
    <From answer={answer} height={320}>{(x) => {
      const { data, button } = pages(x);
      const of = x.figure.group;
      const name = typeof of === 'object' ? ((of as { name?: string }).name ?? group) : of;
      return (
        <>
          <h3>{dayText(cohort)}{name ? `, ${name}` : ''}</h3>
          <p class="lead"><b>{money(x.check.sum.revenue)} {x.meta.currency}</b> {days ? `by day ${days}` : 'so far'} from {plural(x.check.contacts, 'customer')}{group ? <>, of whom {shared(x.check.sum.customers)} {word(x.check.sum.customers, 'counts', 'count')} here: a customer is shared out as its first conversion is</> : ''}.</p>
          <Counted right={x.check.reconciles} />
          <Listed shown={data.length} all={x.check.contacts}>{plural(data.reduce((n, c) => n + c.customers, 0), 'customer')}, {money(sum(data.map((c) => c.revenue)))} {x.meta.currency}</Listed>
          {button}
          <Table caption={`Customers of ${cohort}`} columns={columns} rows={data} name={(c) => c.conversion_id} sort="occurred_at" />
        </>
      );
    }}</From>
  );
}

/** `path~DIMENSION~through~NAME~LENGTH`: paths of so many steps that have a step in them, each of which can be asked on. */
export function ThroughDrawer({ dimension, name, length }: { dimension: string; name: string; length: string }) {
  const answer = useReport<PathsReport>('paths', 'touches', { dimension, top: 1000 });
  const most = length.endsWith('+');
  return (
    <From answer={answer} height={320}>{(r) => {
      const rows = r.top_patterns.filter((p) => p.path.includes(name) && (most ? p.path.length >= parseInt(length) : p.path.length === +length));
      return (
        <>
          <h3>{name}</h3>
          <p class="lead"><b>{plural(rows.reduce((n, p) => n + p.conversions, 0), 'conversion')}</b> whose path of {length} {word(+length, 'step')} has it, by path.</p>
          <Table<Pattern> caption={`Paths with ${name}`} rows={rows} name={(p) => p.path.join('>')} sort="conversions" columns={[
            { key: 'path', title: 'Path', text: true, value: (p) => p.path.join(' › ') },
            { key: 'conversions', title: 'Conversions', as: count, open: (p) => asks`path~${dimension}~path~${p.path.join(' > ')}` },
            { key: 'revenue', title: 'Revenue', as: money },
          ]} />
        </>
      );
    }}</From>
  );
}
