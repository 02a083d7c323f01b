import { t } from "@lingui/core/macro";
import { useState } from "react";
import { HEIGHT, posterOf, WIDTH } from "#lib/poster.ts";
import styles from "./poster.module.css";

type Film = { title: string; genre: string; poster_url: string };
type Props = { film: Film; eager?: boolean };

/** As wide as its place and half as high again. The film's own picture, else the drawn one. */
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

/** Says nothing that isn't written beside it. */
function DrawnPoster({ film: { title, genre } }: { film: Film }) {
  const poster = posterOf(title, genre);
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
