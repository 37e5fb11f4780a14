import type { DailyReport, DailyRow } from '../api/answers';
import { useAnswer } from '../api/use';
import { CsvLink } from '../parts/figure';
import { Sum } from '../parts/sums';
import { Table } from '../parts/table';
import { From } from '../parts/words';
import { dayText, monthOf } from '../view/days';
import { isDay } from '../view/faults';
import { money, plural, ratio } from '../view/figures';
import { reportAddress } from '../view/report';
import { days, type Days } from '../view/scope';

/** Those of *all* that are of *month*. */
function within({ from, to }: Days, month: string): Days {
  const [first, next] = monthOf(month);
  return { from: from && from > first ? from : first, to: to && to < next ? to : next };
}

/** What a campaign, or all of them, cost day by day; of a month where one is given. */
export function SpendDrawer({ campaign, month: asked }: { campaign?: string; month?: string }) {
  const month = asked && isDay(`${asked}-01`) ? asked : undefined;
  const extra = { campaign: campaign === '*' ? undefined : campaign };
  const over = days.value && month ? within(days.value, month) : days.value;
  const answer = useAnswer<DailyReport>(reportAddress('daily', 'model', extra, over));
  return (
    <From answer={answer} height={320}>{({ rows, totals, meta }) => (
      <>
        <p class="lead"><b>{money(totals.spend)} {meta.currency}</b>{month && <> in {dayText(month)}</>}{extra.campaign ? ' for this campaign' : ' for all campaigns'}, as its platforms told, day by day. <CsvLink href={reportAddress('daily.csv', 'model', extra, over)} name="spend-by-day" /></p>
        <Sum parts={rows.map((d) => d.spend)} total={totals.spend} currency={meta.currency} what={plural(rows.length, 'day')} />
        <Table<DailyRow> caption="Spend by day" rows={rows} name={(d) => d.group.day!} sort="day" most={100} columns={[
          { key: 'day', title: 'Day', text: true, value: (d) => d.group.day, cell: (d) => dayText(d.group.day!, true) },
          { key: 'spend', title: 'Spend', as: money },
          { key: 'revenue', title: 'Attributed', value: (d) => d.attributed_revenue, as: money },
          { key: 'roas', title: 'ROAS', as: ratio },
        ]} />
      </>
    )}</From>
  );
}
