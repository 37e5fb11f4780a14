import type { DailyReport, DailyRow } from '../api/answers';
import { CsvLink } from '../parts/figure';
import { Sum } from '../parts/sums';
import { Table } from '../parts/table';
import { From } from '../parts/words';
import { dayText } from '../view/days';
import { money, ratio, sum } from '../view/figures';
import { reportAddress, useReport } from '../view/report';

/** What a campaign, or all of them, cost day by day; of a month where one is given. */
export function SpendDrawer({ campaign, month }: { campaign?: string; month?: string }) {
  const extra = { campaign: campaign === '*' ? undefined : campaign };
  const answer = useReport<DailyReport>('daily', 'model', extra);
  return (
    <From answer={answer} height={320}>{(r) => {
      const rows = month ? r.rows.filter((d) => d.group.day!.startsWith(month)) : r.rows;
      const total = month ? sum(rows.map((d) => d.spend)) : r.totals.spend;
      return (
      <>
        <p class="lead"><b>{money(total)} {r.meta.currency}</b>{month && <> in {dayText(month)}</>}{extra.campaign ? ' for this campaign' : ' for all campaigns'}, as its platforms told, day by day. <CsvLink href={reportAddress('daily.csv', 'model', extra) ?? undefined} name="spend-by-day" /></p>
        <Sum parts={rows.map((d) => d.spend)} total={total} currency={r.meta.currency} what={`${rows.length} days`} />
        <Table<DailyRow> caption="Spend by day" rows={rows} name={(d) => d.group.day!} sort="day" columns={[
          { key: 'day', title: 'Day', text: true, value: (d) => d.group.day, cell: (d) => dayText(d.group.day!, true) },
          { key: 'spend', title: 'Spend', value: (d) => d.spend, cell: (d) => money(d.spend) },
          { key: 'revenue', title: 'Attributed', value: (d) => d.attributed_revenue, cell: (d) => money(d.attributed_revenue) },
          { key: 'roas', title: 'ROAS', value: (d) => d.roas, cell: (d) => ratio(d.roas) },
        ]} />
      </>
      );
    }}</From>
  );
}
