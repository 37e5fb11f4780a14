// A table: figures to the right, sorted by its heads, cut where it is long, with a foot that adds up.
import { Scroll } from './scroll';
import { Ask } from './words';
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';

type Plain = string | number | null | undefined;

interface Shown<Row> {
  title: string;
  /** What the figure means, shown on the head. */
  hint?: string;
  text?: boolean;
  /** Left out of narrow screens. */
  wide?: boolean;
  /** What the value explains itself with when it is pressed. */
  open?: (row: Row) => string;
  /** What stands in the cell where that is more than the value as text. */
  cell?: (row: Row) => ComponentChildren;
}

/** A column of a field of the rows, `as` text; or of what is made of them. */
export type Column<Row> = Shown<Row> & ({ [Key in keyof Row & string]: { key: Key; value?: undefined; as?: (value: NonNullable<Row[Key]>) => string } }[keyof Row & string]
  | { key: string; value: (row: Row) => Plain; as?: (value: any) => string });

const valueOf = <Row,>(column: Column<Row>, row: Row): Plain => (column.value ? column.value(row) : row[column.key as keyof Row] as Plain);

function cellOf<Row>(column: Column<Row>, row: Row): ComponentChildren {
  if (column.cell) return column.cell(row);
  const value = valueOf(column, row);
  const text = value === '' || value === null || value === undefined ? '–' : column.as ? column.as(value as never) : value;
  return column.open ? <Ask open={column.open(row)}>{text}</Ask> : text;
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
  under?: (row: Row) => ComponentChildren;
}

function order<Row>(rows: Row[], column: Column<Row> | undefined, ascending: boolean) {
  if (!column) return rows;
  const sign = ascending ? 1 : -1;
  const numeric = (v: unknown) => (typeof v === 'number' ? v : typeof v === 'string' && v !== '' && !column.text ? Number(v) : v);
  return [...rows].sort((a, b) => {
    const [x, y] = [numeric(valueOf(column, a)), numeric(valueOf(column, b))];
    if (x === y) return 0;
    if (x === null || x === undefined) return 1;
    if (y === null || y === undefined) return -1;
    return (x < y ? -1 : 1) * sign;
  });
}

const classes = (c: { text?: boolean; wide?: boolean }) => `${c.text ? '' : 'n'}${c.wide ? ' wide' : ''}`;

/** A row that is none of the data: what it is, and under which column what stands. */
export function Line<Row>({ columns, name, cells, class: c }: { columns: Column<Row>[]; name: ComponentChildren; cells: Record<string, ComponentChildren>; class?: string }) {
  return <tr class={c}><th scope="row">{name}</th>{columns.slice(1).map((column) => <td class={classes(column)}>{cells[column.key]}</td>)}</tr>;
}

export function Table<Row>(props: TableProps<Row>) {
  const [by, setBy] = useState({ key: props.sort ?? '', ascending: props.ascending ?? false });
  const [all, setAll] = useState(false);
  const rows = order(props.rows, props.columns.find((c) => c.key === by.key), by.ascending);
  const shown = all || !props.most ? rows : rows.slice(0, props.most);
  const turn = (c: Column<Row>) => setBy({ key: c.key, ascending: by.key === c.key ? !by.ascending : !!c.text });
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
              <tr key={props.name(row)}>
                {props.columns.map((c, i) => {
                  const cell = cellOf(c, row);
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
  const lines = [columns.map((c) => quoted(c.key)), ...rows.map((row) => columns.map((c) => quoted(String(valueOf(c, row) ?? ''))))];
  return lines.map((line) => line.join(',') + '\n').join('');
}
