import { t } from "@lingui/core/macro";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { Link } from "wouter";
import { nextCursor } from "#api/staff/client.ts";
import { filmsQuery } from "#api/staff/films.ts";
import type { ListedFilm } from "#api/staff/types.ts";
import { MAX_LENGTH } from "#lib/limits.ts";
import { placeTimeText } from "#staff/team/local-time.ts";
import { useSetUpParent } from "#staff/team/use-set-up-parent.ts";
import { Loaded } from "#staff/ui/loaded.tsx";
import { StaffPage } from "#staff/ui/page.tsx";
import { Table } from "#staff/ui/table.tsx";
import { Button, ButtonLink } from "#ui/button.tsx";
import { SearchField } from "#ui/field.tsx";
import { minutesText } from "./texts.ts";

/** Milliseconds after the last key. */
const PAUSE = 250;

/** The films of all cinemas. */
export function FilmsPage() {
  const [typed, setTyped] = useState("");
  const [search, setSearch] = useState("");
  useEffect(() => {
    const timer = setTimeout(() => setSearch(typed.trim()), PAUSE);
    return () => clearTimeout(timer);
  }, [typed]);
  const parent = useSetUpParent();
  return (
    <StaffPage
      title={t`Films`}
      {...(parent && { parent })}
      actions={
        <>
          <ButtonLink href="/films/import">{t`Import a file`}</ButtonLink>
          <ButtonLink kind="primary" href="/films/new">{t`Add a film`}</ButtonLink>
        </>
      }
    >
      <SearchField
        label={t`Title, director or cast`}
        maxLength={MAX_LENGTH.search}
        value={typed}
        onChange={({ target }) => setTyped(target.value)}
      />
      <Films key={search} search={search} cursor={undefined} />
    </StaffPage>
  );
}

type Props = { search: string; cursor: string | undefined };

/** A page of films, and the next one when it is asked for. */
function Films({ search, cursor }: Props) {
  const page = useQuery(filmsQuery(search, cursor));
  const [showsMore, setShowsMore] = useState(false);
  return (
    <Loaded query={page}>
      {(found) => {
        const next = nextCursor(found);
        if (found.results.length === 0)
          return (
            <p role="status">
              {search === ""
                ? t`There are no films yet. Add one, or import a file with all of them.`
                : t`No film is found. Check the spelling, or add the film.`}
            </p>
          );
        return (
          <>
            <FilmTable films={found.results} />
            {next && showsMore && <Films search={search} cursor={next} />}
            {next && !showsMore && (
              <div>
                <Button onClick={() => setShowsMore(true)}>{t`Show more films`}</Button>
              </div>
            )}
          </>
        );
      }}
    </Loaded>
  );
}

function FilmTable({ films }: { films: readonly ListedFilm[] }) {
  return (
    <Table<ListedFilm>
      caption={t`Films`}
      rows={films}
      keyOf={({ id }) => id}
      columns={[
        { head: t`Title`, cell: ({ id, title }) => <Link href={`/films/${id}`}>{title}</Link> },
        { head: t`Year`, cell: ({ release_year }) => release_year ?? "" },
        { head: t`Running time`, cell: ({ duration_minutes }) => minutesText(duration_minutes) },
        { head: t`Director`, cell: ({ director }) => director },
        { head: t`Poster`, cell: ({ poster }) => (poster ? t`yes` : t`no`) },
        {
          head: t`Next show`,
          cell: ({ next_show_at }) => (next_show_at ? placeTimeText(next_show_at) : t`none`),
        },
      ]}
    />
  );
}
