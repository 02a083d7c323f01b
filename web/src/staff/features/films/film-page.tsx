import { t } from "@lingui/core/macro";
import { useQuery } from "@tanstack/react-query";
import { filmQuery } from "#api/staff/films.ts";
import { Loaded } from "#staff/ui/loaded.tsx";
import { StaffPage } from "#staff/ui/page.tsx";
import { DeleteFilm } from "./delete-film.tsx";
import { FilmForm } from "./film-form.tsx";
import { PosterSection } from "./poster-section.tsx";

/** One film: its poster, all its fields, and how to delete it. */
export function FilmPage({ filmId }: { filmId: number }) {
  const film = useQuery(filmQuery(filmId));
  return (
    <StaffPage title={film.data?.title ?? t`Film`} parent={{ path: "/films", name: t`Films` }} narrow>
      <Loaded query={film}>
        {(found) => (
          <>
            <PosterSection film={found} />
            <FilmForm key={found.id} film={found} />
            <DeleteFilm film={found} />
          </>
        )}
      </Loaded>
    </StaffPage>
  );
}
