import { t } from "@lingui/core/macro";
import type { WholeMovie } from "#api/types.ts";
import { languageName } from "#lib/language.ts";
import styles from "../film-page.module.css";

const languageNames = (tags: readonly string[]): string => tags.map(languageName).join(", ");

/** The known details of a film that its summary lacks. */
export function FilmDetails({ film }: { film: WholeMovie }) {
  const facts = [
    [t`Original title`, film.original_title],
    [t`Director`, film.director],
    [t`Cast`, film.cast.join(", ")],
    [t`Year`, film.release_year],
    [t`Original language`, languageName(film.original_language)],
    [t`Audio description`, languageNames(film.audio_description)],
    [t`Captions for the deaf and hard of hearing`, languageNames(film.captions)],
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
