import { t } from "@lingui/core/macro";
import type { ReactNode } from "react";
import { useState } from "react";
import type { FilmImport } from "#api/staff/types.ts";
import { formatList } from "#lib/names.ts";
import { Table } from "#staff/ui/table.tsx";
import { Button } from "#ui/button.tsx";
import styles from "./import-preview.module.css";
import { fieldName } from "./texts.ts";

type FilmOfFile = FilmImport["films"][number];
type LineProblem = FilmImport["problems"][number];

/** Rows that are shown at first. A long table makes the page slow. */
const FIRST = 100;

type Props = { name: string; preview: FilmImport; actions: ReactNode };

/** What an import would do: counts, lines with problems, and the films. */
export function ImportPreview({ name, preview, actions }: Props) {
  const { adds, changes, same, problems, films, ignored_columns } = preview;
  return (
    <section className={styles.preview} aria-label={t`Preview of ${name}`}>
      <h2>{t`Preview of ${name}`}</h2>
      <dl className={styles.counts}>
        <Count name={t`New films`} value={adds} />
        <Count name={t`Changed films`} value={changes} />
        <Count name={t`Unchanged films`} value={same} />
        <Count name={t`Lines with problems`} value={problems.length} />
      </dl>
      {ignored_columns.length > 0 && (
        <p>
          {t`These columns are not used:`} {formatList(ignored_columns.map((one) => t`“${one}”`))}
        </p>
      )}
      {problems.length > 0 && (
        <>
          <h3>{t`Lines with problems`}</h3>
          <p>
            {adds + changes > 0
              ? t`Correct them in the file and choose it again, or import the other lines.`
              : t`Correct them in the file and choose it again.`}
          </p>
          <ShortTable<LineProblem>
            caption={t`Lines with problems`}
            rows={problems}
            keyOf={({ line }) => line}
            columns={[
              { head: t`Line`, cell: ({ line }) => line },
              { head: t`Problem`, cell: ({ reason }) => reason },
            ]}
          />
        </>
      )}
      {films.length > 0 && adds + changes === 0 && (
        <p>{t`All other films of the file are stored as they are. There is nothing to import.`}</p>
      )}
      {actions}
      {films.length > 0 && (
        <>
          <h3>{t`Films of the file`}</h3>
          <ShortTable<FilmOfFile>
            caption={t`Films of the file`}
            rows={films}
            keyOf={({ line }) => line}
            columns={[
              { head: t`Line`, cell: ({ line }) => line },
              { head: t`Film`, cell: ({ title, release_year }) => `${title} (${release_year})` },
              { head: t`What happens`, cell: stateText },
            ]}
          />
        </>
      )}
    </section>
  );
}

function Count({ name, value }: { name: string; value: number }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}

function ShortTable<Row>(props: Parameters<typeof Table<Row>>[0]) {
  const [showsAll, setShowsAll] = useState(false);
  const { rows } = props;
  const count = rows.length;
  return (
    <>
      <Table<Row> {...props} rows={showsAll ? rows : rows.slice(0, FIRST)} />
      {count > FIRST && !showsAll && (
        <div>
          <Button onClick={() => setShowsAll(true)}>{t`Show all ${count} lines`}</Button>
        </div>
      )}
    </>
  );
}

function stateText({ state, changes }: FilmOfFile): string {
  if (state === "add") return t`is added`;
  if (state === "same") return t`stays as it is`;
  const fields = formatList(changes.map(fieldName));
  return t`changes: ${fields}`;
}
