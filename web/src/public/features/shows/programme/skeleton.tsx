import { t } from "@lingui/core/macro";
import { Blank } from "#ui/skeleton.tsx";
import styles from "./programme.module.css";

const ROWS = ["a", "b", "c", "d", "e", "f"];

/** Placeholder rows with the size of the list, so that nothing moves. */
export function Skeleton() {
  return (
    <div className={styles.films}>
      <p className="visually-hidden">{t`Loading the programme …`}</p>
      {ROWS.map((row) => (
        <div key={row} className={styles.film} aria-hidden="true">
          <div className={styles.poster}>
            <Blank height="auto" />
          </div>
          <div className={styles.title}>
            <Blank width="70%" height="1.5rem" />
            <Blank width="45%" height="1.1rem" />
            <Blank width="min(10rem, 100%)" height="3rem" />
          </div>
        </div>
      ))}
    </div>
  );
}
