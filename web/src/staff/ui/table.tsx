import type { ReactNode } from "react";
import styles from "./table.module.css";

type Column<Row> = {
  head: string;
  cell: (row: Row) => ReactNode;
  /** Aligned at the end, such as an amount. */
  end?: boolean;
};

type Props<Row> = {
  caption: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  keyOf: (row: Row) => number | string;
};

/** A table. The first column names the row. In a narrow window, each row is a block with the heads as labels. */
export function Table<Row>({ caption, columns, rows, keyOf }: Props<Row>) {
  const [first, ...rest] = columns;
  return (
    <table className={styles.table}>
      <caption className="visually-hidden">{caption}</caption>
      <thead>
        <tr>
          {columns.map(({ head, end }) => (
            <th key={head} scope="col" data-end={end}>
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={keyOf(row)}>
            <th scope="row">{first?.cell(row)}</th>
            {rest.map(({ head, cell, end }) => (
              <td key={head} data-head={head} data-end={end}>
                {cell(row)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
