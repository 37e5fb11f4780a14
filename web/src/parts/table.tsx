// A table: figures to the right, sorted by its heads, cut where it is long, with a foot that adds up.
import { Scroll } from './scroll';
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';

export interface Column<Row> {
  key: string;
  title: string;
  /** What the figure means, shown on the head. */
  hint?: string;
  text?: boolean;
  value: (row: Row) => string | number | null | undefined;
  cell?: (row: Row) => ComponentChildren;
  /** Left out of narrow screens. */
  wide?: boolean;
}

export interface TableProps<Row> {
  caption: string;
  columns: Column<Row>[];
  rows: Row[];
  name: (row: Row) => string;
  sort?: string;
  ascending?: boolean;
  most?: number;
  foot?: ComponentChildren;
  mark?: (row: Row) => string | undefined;
  under?: (row: Row) => ComponentChildren;
}

function order<Row>(rows: Row[], column: Column<Row> | undefined, ascending: boolean) {
  if (!column) return rows;
  const sign = ascending ? 1 : -1;
  const numeric = (v: unknown) => (typeof v === 'number' ? v : typeof v === 'string' && v !== '' && !column.text ? Number(v) : v);
  return [...rows].sort((a, b) => {
    const [x, y] = [numeric(column.value(a)), numeric(column.value(b))];
    if (x === y) return 0;
    if (x === null || x === undefined) return 1;
    if (y === null || y === undefined) return -1;
    return (x < y ? -1 : 1) * sign;
  });
}

export function Table<Row>(props: TableProps<Row>) {
  const [by, setBy] = useState({ key: props.sort ?? '', ascending: props.ascending ?? false });
  const [all, setAll] = useState(false);
  const rows = order(props.rows, props.columns.find((c) => c.key === by.key), by.ascending);
  const shown = all || !props.most ? rows : rows.slice(0, props.most);
  const turn = (c: Column<Row>) => setBy({ key: c.key, ascending: by.key === c.key ? !by.ascending : !!c.text });
  const classes = (c: Column<Row>) => `${c.text ? '' : 'n'}${c.wide ? ' wide' : ''}`;
  return (
    <>
      <Scroll label={props.caption}>
        <table>
          <caption class="unseen">{props.caption}</caption>
          <thead>
            <tr>
              {props.columns.map((c) => (
                <th key={c.key} scope="col" class={classes(c)}
                  aria-sort={by.key === c.key ? (by.ascending ? 'ascending' : 'descending') : undefined}>
                  <button type="button" onClick={() => turn(c)} title={c.hint}>
                    {c.title}<i aria-hidden="true">{by.key === c.key ? (by.ascending ? '↑' : '↓') : ''}</i>
                  </button>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map((row) => [
              <tr key={props.name(row)} class={props.mark?.(row)}>
                {props.columns.map((c, i) => {
                  const plain = c.value(row);
                  const cell = c.cell ? c.cell(row) : plain === '' ? '–' : plain ?? '–';
                  return i === 0 ? <th scope="row" class={classes(c)}>{cell}</th> : <td class={classes(c)}>{cell}</td>;
                })}
              </tr>,
              props.under?.(row),
            ])}
          </tbody>
          {props.foot && <tfoot>{props.foot}</tfoot>}
        </table>
      </Scroll>
      {props.most && rows.length > props.most ? (
        <button type="button" class="more" onClick={() => setAll(!all)}>{all ? `Show the first ${props.most}` : `Show all ${rows.length}`}</button>
      ) : null}
    </>
  );
}

const quoted = (text: string) => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** The rows as CSV, raw figures as the hub gave them. */
export function csvOf<Row>(columns: Column<Row>[], rows: Row[]): string {
  const lines = [columns.map((c) => quoted(c.key)), ...rows.map((row) => columns.map((c) => quoted(String(c.value(row) ?? ''))))];
  return lines.map((line) => line.join(',') + '\n').join('');
}
