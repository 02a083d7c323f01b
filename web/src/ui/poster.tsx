import { t } from "@lingui/core/macro";
import { useState } from "react";
import { HEIGHT, type PosterTexts, posterOf, WIDTH } from "#lib/poster.ts";
import styles from "./poster.module.css";

type Film = PosterTexts & { poster_url: string };
type Props = { film: Film; eager?: boolean };

/**
 * Fills the width of its container, at a ratio of 2 to 3. Without a picture of the film, a poster is drawn.
 */
export function Poster({ film, eager = false }: Props) {
  const { title } = film;
  const [broken, setBroken] = useState(false);
  if (film.poster_url === "" || broken) return <DrawnPoster film={film} />;
  return (
    <img
      className={styles.poster}
      src={film.poster_url}
      alt={t`Poster of ${title}`}
      width={WIDTH}
      height={HEIGHT}
      loading={eager ? "eager" : "lazy"}
      decoding="async"
      referrerPolicy="no-referrer"
      onError={() => setBroken(true)}
    />
  );
}

/** Hidden from screen readers: its text is also next to it. */
function DrawnPoster({ film }: { film: Film }) {
  const poster = posterOf(film);
  return (
    <svg className={styles.poster} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true">
      <path d={`M0 0h${WIDTH}v${HEIGHT}H0z`} fill={poster.ground} />
      {poster.shapes.map(({ path, fill }) => (
        <path key={path} d={path} fill={fill} />
      ))}
      <g fill={poster.title.fill} fontSize={poster.title.size}>
        {poster.title.lines.map(({ text, x, y, length }) => (
          <text key={y} x={x} y={y} textLength={length} lengthAdjust="spacingAndGlyphs">
            {text}
          </text>
        ))}
      </g>
    </svg>
  );
}
