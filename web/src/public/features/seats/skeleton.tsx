import { t } from "@lingui/core/macro";
import mapStyles from "#seat-map/seat-map.module.css";
import { PageHeading } from "#ui/page-heading.tsx";
import styles from "./seats-page.module.css";

/** A placeholder with the size of the hall that loads. */
export function Skeleton() {
  return (
    <div className={styles.page} aria-busy="true">
      <div className={styles.blankHeader}>
        <PageHeading title={t`Choose seats`} />
        <p className={styles.waiting}>{t`Loading the hall …`}</p>
      </div>
      <div className={mapStyles.stage} aria-hidden="true">
        <div className={styles.blankHall} />
      </div>
    </div>
  );
}
