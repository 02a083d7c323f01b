import { t } from "@lingui/core/macro";
import type { WholeMovie } from "#api/types.ts";
import { DOT } from "#lib/dot.ts";
import { languageName } from "#lib/language.ts";
import styles from "../film-page.module.css";

/** Names of the cast in the short facts. */
const LEADS = 6;

const languageNames = (tags: readonly string[]): string => tags.map(languageName).join(", ");

type Fact = readonly [name: string, value: string];

/** "Director: … · Cast: … · Original title: … · Original language: …" */
export function Credits({ film }: { film: WholeMovie }) {
  const facts: Fact[] = [
    [t`Director`, film.director],
    [t`Cast`, film.cast.slice(0, LEADS).join(", ")],
    [t`Original title`, film.original_title],
    [t`Original language`, languageName(film.original_language)],
  ];
  const known = facts.flatMap(([name, value]) => (value ? [`${name}: ${value}`] : []));
  return known.length > 0 && <p className={styles.credits}>{known.join(DOT)}</p>;
}

/** The known details of a film that its summary and its credits lack. */
export function FilmDetails({ film }: { film: WholeMovie }) {
  const facts: Fact[] = [
    [t`Cast`, film.cast.length > LEADS ? film.cast.join(", ") : ""],
    [t`Audio description`, languageNames(film.audio_description)],
    [t`Captions for the deaf and hard of hearing`, languageNames(film.captions)],
  ];
  const known = facts.filter(([, value]) => value !== "");
  if (known.length === 0) return null;
  return (
    <dl className={styles.facts}>
      {known.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
