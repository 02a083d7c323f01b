import { plural, t } from "@lingui/core/macro";
import { useState } from "react";
import { previewImport, useFilmActions } from "#api/staff/films.ts";
import { staffProblemText } from "#api/staff/problem.ts";
import type { FilmImport } from "#api/staff/types.ts";
import { announce } from "#lib/announcements.ts";
import { FileField } from "#staff/ui/file-field.tsx";
import form from "#staff/ui/form.module.css";
import { FormError } from "#staff/ui/form-error.tsx";
import { StaffPage } from "#staff/ui/page.tsx";
import { useAction } from "#staff/ui/use-action.ts";
import { Button, ButtonLink } from "#ui/button.tsx";
import { focusHeading } from "#ui/page-heading.tsx";
import { messageAbout } from "./film-fields.tsx";
import { ImportPreview } from "./import-preview.tsx";

type Checked = { file: File; preview: FilmImport };

/** Imports films from a file: choose it, look at what would happen, confirm. */
export function ImportPage() {
  const { importFilms } = useFilmActions();
  const checking = useAction();
  const importing = useAction();
  const [checked, setChecked] = useState<Checked | null>(null);
  const [done, setDone] = useState<FilmImport | null>(null);
  const [problem, setProblem] = useState<string | null>(null);

  function choose(file: File) {
    setProblem(null);
    setChecked(null);
    importing.clear();
    void checking.run(
      () => previewImport(file),
      (preview) => {
        setChecked({ file, preview });
        announce(summary(preview));
      },
    );
  }

  function confirm(file: File) {
    void importing.run(
      () => importFilms(file),
      (result) => {
        setDone(result);
        focusHeading();
      },
    );
  }

  if (done) {
    return (
      <StaffPage title={t`The films are imported`} parent={{ path: "/films", name: t`Films` }} narrow>
        <p>{summary(done)}</p>
        <div className={form.actions}>
          <ButtonLink kind="primary" href="/films">{t`All films`}</ButtonLink>
          <Button
            onClick={() => {
              setDone(null);
              setChecked(null);
              focusHeading();
            }}
          >{t`Import another file`}</Button>
        </div>
      </StaffPage>
    );
  }
  const failure = checking.error;
  return (
    <StaffPage title={t`Import films`} parent={{ path: "/films", name: t`Films` }}>
      <p>{t`A spreadsheet saved as CSV. The first line names the columns, in any order: title, year and running time (Titel, Jahr, Laufzeit), and what else you have, such as FSK, director, cast and synopsis. Nothing changes before you confirm.`}</p>
      <FileField
        label={t`File`}
        hint={t`CSV with commas, semicolons or tabs, at most 10 MB and 5,000 films.`}
        accept=".csv,.txt,.tsv,text/csv"
        problem={
          problem ?? (failure === null ? null : (messageAbout(failure, "file") ?? staffProblemText(failure)))
        }
        onChoose={choose}
        onProblem={(text) => {
          setChecked(null);
          setProblem(text);
        }}
      />
      <p role="status">{checking.busy && t`Reading the file …`}</p>
      {checked && (
        <ImportPreview
          name={checked.file.name}
          preview={checked.preview}
          actions={
            <>
              <FormError error={importing.error} />
              <div className={form.actions}>
                {checked.preview.adds + checked.preview.changes > 0 && (
                  <Button kind="primary" busy={importing.busy} onClick={() => confirm(checked.file)}>
                    {confirmText(checked.preview)}
                  </Button>
                )}
                <Button
                  onClick={() => {
                    setChecked(null);
                    focusHeading();
                  }}
                >{t`Cancel`}</Button>
              </div>
            </>
          }
        />
      )}
    </StaffPage>
  );
}

/** "18 films added, 1 changed, 2 unchanged. 1 line has a problem and is left out." */
function summary({ adds, changes, same, problems, dry_run }: FilmImport): string {
  const left = problems.length;
  const films = dry_run
    ? t`New: ${adds}. Changed: ${changes}. Unchanged: ${same}.`
    : t`Added: ${adds}. Changed: ${changes}. Unchanged: ${same}.`;
  if (left === 0) return films;
  const lines = plural(left, {
    one: "# line has a problem and is left out.",
    other: "# lines have problems and are left out.",
  });
  return `${films} ${lines}`;
}

function confirmText({ adds, changes, problems }: FilmImport): string {
  const films = plural(adds + changes, { one: "# film", other: "# films" });
  const left = problems.length;
  if (left === 0) return t`Import ${films}`;
  const lines = plural(left, { one: "the line with a problem", other: "the # lines with problems" });
  return t`Import ${films} without ${lines}`;
}
