/** The films of all cinemas, their posters, and the import of a file. */

import { keepPreviousData, queryOptions, useQueryClient } from "@tanstack/react-query";
import { body } from "#api/request.ts";
import { staffClient, uploadAsStaff } from "./client.ts";
import type { AgeRatingSystem, Film, FilmChanges, FilmImport, FilmRequest } from "./types.ts";

const FILMS = "films";

/** A page of the films that a search finds, by title; all of them for an empty one. */
export const filmsQuery = (search: string, cursor?: string) =>
  queryOptions({
    queryKey: [FILMS, search, cursor],
    queryFn: ({ signal }) =>
      body(
        staffClient.GET("/api/staff/movies/", {
          params: {
            query: {
              page_size: 50,
              ...(search === "" ? {} : { q: search }),
              ...(cursor === undefined ? {} : { cursor }),
            },
          },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
    staleTime: 30_000,
  });

export const filmQuery = (id: number) =>
  queryOptions({
    queryKey: ["film", id],
    queryFn: ({ signal }): Promise<Film> =>
      body(staffClient.GET("/api/staff/movies/{movie_id}/", { params: { path: { movie_id: id } }, signal })),
    // A form starts with it.
    staleTime: 0,
    gcTime: 0,
    refetchOnWindowFocus: false,
  });

export const ageRatingsQuery = queryOptions({
  queryKey: ["age-ratings"],
  queryFn: async ({ signal }): Promise<AgeRatingSystem[]> =>
    (await body(staffClient.GET("/api/staff/age-ratings/", { signal }))).systems,
  staleTime: Number.POSITIVE_INFINITY,
});

type Progress = (part: number) => void;

function formOf(values: Record<string, string | File>): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(values)) form.append(name, value);
  return form;
}

/** What an import of this file would do. Throws: Problem. */
export const previewImport = (file: File, onProgress?: Progress): Promise<FilmImport> =>
  uploadAsStaff("POST", "/api/staff/movies/import/", formOf({ file, dry_run: "true" }), onProgress);

/** Each throws: Problem. */
export function useFilmActions() {
  const cache = useQueryClient();
  const changed = async <T>(response: Promise<T>): Promise<T> => {
    const result = await response;
    cache.removeQueries({ queryKey: [FILMS] });
    cache.removeQueries({ queryKey: ["audit"] });
    return result;
  };
  /** A changed film, also for the page that shows it. */
  const stored = async (response: Promise<Film>): Promise<Film> => {
    const film = await changed(response);
    cache.setQueryData(filmQuery(film.id).queryKey, film);
    return film;
  };
  return {
    add: (values: FilmRequest): Promise<Film> =>
      changed(body(staffClient.POST("/api/staff/movies/", { body: values }))),
    change: (id: number, values: FilmChanges): Promise<Film> =>
      stored(
        body(
          staffClient.PATCH("/api/staff/movies/{movie_id}/", {
            params: { path: { movie_id: id } },
            body: values,
          }),
        ),
      ),
    remove: (id: number, version: number): Promise<Film> =>
      changed(
        body(
          staffClient.DELETE("/api/staff/movies/{movie_id}/", {
            params: { path: { movie_id: id }, query: { version } },
          }),
        ),
      ),
    setPoster: (film: Film, file: File, onProgress: Progress): Promise<Film> =>
      stored(
        uploadAsStaff(
          "PUT",
          `/api/staff/movies/${film.id}/poster/`,
          formOf({ version: String(film.version), file }),
          onProgress,
        ),
      ),
    removePoster: ({ id, version }: Film): Promise<Film> =>
      stored(
        body(
          staffClient.DELETE("/api/staff/movies/{movie_id}/poster/", {
            params: { path: { movie_id: id }, query: { version } },
          }),
        ),
      ),
    /** Imports the lines without problems. */
    importFilms: (file: File, onProgress?: Progress): Promise<FilmImport> =>
      changed(
        uploadAsStaff(
          "POST",
          "/api/staff/movies/import/",
          formOf({ file, skip_problems: "true" }),
          onProgress,
        ),
      ),
  };
}
