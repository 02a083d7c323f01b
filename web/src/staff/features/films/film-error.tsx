import { t } from "@lingui/core/macro";
import { Link } from "wouter";
import { Problem } from "#api/problem.ts";
import { codeOf, staffProblemText } from "#api/staff/problem.ts";
import form from "#staff/ui/form.module.css";

/** Why a film was refused; a link to the film that has this title and year. */
export function FilmError({ error }: { error: unknown }) {
  const other = existing(error);
  return (
    <div role="alert">
      {error !== null && (
        <p className={form.error}>
          {staffProblemText(error)}{" "}
          {other !== null && <Link href={`/films/${other}`}>{t`Open that film`}</Link>}
        </p>
      )}
    </div>
  );
}

function existing(error: unknown): number | null {
  if (codeOf(error) !== "movie-exists" || !(error instanceof Problem)) return null;
  return (error.data as { movie_id?: number }).movie_id ?? null;
}
