import type { ReactNode } from "react";
import styles from "./table.module.css";

type Column<Row> = { head: string; cell: (row: Row) => ReactNode };

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
          {columns.map(({ head }) => (
            <th key={head} scope="col">
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={keyOf(row)}>
            <th scope="row">{first?.cell(row)}</th>
            {rest.map(({ head, cell }) => (
              <td key={head} data-head={head}>
                {cell(row)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
