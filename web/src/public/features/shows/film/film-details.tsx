import { t } from "@lingui/core/macro";
import type { Movie } from "#api/types.ts";
import { languageName } from "#lib/language.ts";
import styles from "../film-page.module.css";
import { lengthOf } from "../show-text.ts";

/** The known details of a film. */
export function FilmDetails({ film }: { film: Movie }) {
  const facts = [
    [t`Length`, lengthOf(film)],
    [t`Genre`, film.genre],
    [t`Rating`, film.rating],
    [t`Director`, film.director],
    [t`Year`, film.release_year],
    [t`Original language`, languageName(film.original_language)],
  ] as const;
  return (
    <dl className={styles.facts}>
      {facts.map(
        ([name, value]) =>
          value && (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ),
      )}
    </dl>
  );
}
