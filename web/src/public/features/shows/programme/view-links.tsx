import { t } from "@lingui/core/macro";
import { Link, useSearchParams } from "wouter";
import { changed } from "../filters.ts";
import styles from "./filter-bar.module.css";

const BY_TIME = "time";

/** Whether the address asks for one list of shows by time, instead of films with their times. */
export const isByTime = (address: URLSearchParams): boolean => address.get("view") === BY_TIME;

/** The two views of the programme. A phone shows the link to the other one only. */
export function ViewLinks() {
  const [address] = useSearchParams();
  const byTime = isByTime(address);
  const views = [
    { name: t`By film`, view: "", current: !byTime },
    { name: t`By time`, view: BY_TIME, current: byTime },
  ];
  return (
    <nav aria-label={t`View`} className={styles.views}>
      {views.map(({ name, view, current }) => (
        <Link key={name} href={`/?${changed(address, { view })}`} aria-current={current || undefined} replace>
          {name}
        </Link>
      ))}
    </nav>
  );
}
