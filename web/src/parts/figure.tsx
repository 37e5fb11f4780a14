// A panel with a head, and one that holds a chart together with its table and CSV.
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { csvOf, Table, type TableProps } from './table';

interface PanelProps { title: string; note?: ComponentChildren; side?: ComponentChildren; class?: string; children: ComponentChildren }

export function Panel({ title, note, side, children, ...more }: PanelProps) {
  return (
    <section class={`panel ${more.class ?? ''}`} aria-label={title}>
      <header><h2>{title}</h2>{side && <div class="side">{side}</div>}</header>
      {note && <p class="note">{note}</p>}
      {children}
    </section>
  );
}

/** A link that saves *text* as a file, or what the hub answers at *href*. */
export function CsvLink({ href, text, name }: { href?: string | null; text?: () => string; name: string }) {
  const save = (event: Event) => {
    if (!text) return;
    const link = event.currentTarget as HTMLAnchorElement;
    if (link.href.startsWith('blob:')) URL.revokeObjectURL(link.href);
    link.href = URL.createObjectURL(new Blob([text()], { type: 'text/csv' }));
  };
  return <a class="tool" href={href ?? '#'} onClick={save} download={`${name}.csv`} aria-label={`${name} as CSV`}>CSV</a>;
}

interface FigureProps<Row> extends PanelProps { table: TableProps<Row>; csv?: string | null; file: string }

/** *children* is the chart; its table is one press away, its CSV another. */
export function Figure<Row>({ table, csv, file, side, children, ...panel }: FigureProps<Row>) {
  const [asTable, setAsTable] = useState(false);
  const tools = (
    <>
      {side}
      <button type="button" class="tool" aria-pressed={asTable} onClick={() => setAsTable(!asTable)}>Table</button>
      <CsvLink href={csv} text={csv ? undefined : () => csvOf(table.columns, table.rows)} name={file} />
    </>
  );
  return <Panel {...panel} side={tools}>{asTable ? <Table {...table} most={table.most ?? 14} /> : children}</Panel>;
}
