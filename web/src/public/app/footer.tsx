import { useQueryClient } from "@tanstack/react-query";
import { lazy, Suspense, useEffect, useState } from "react";
import { whenQuiet } from "#lib/when-quiet.ts";
import { loadCatalogue } from "./catalogues.ts";
import { MyBookingsLink } from "./my-bookings-link.tsx";
import styles from "./shell.module.css";

/** Without a network, the footer does without the cinema. */
const Cinema = lazy(() =>
  Promise.all([import("#public/features/footer/cinema.tsx"), loadCatalogue("features/footer")]).then(
    ([{ Cinema: loaded }]) => ({ default: loaded }),
    () => ({ default: () => null }),
  ),
);

/** The cinema's address and legal pages load once the page needs the network no more. */
export function Footer() {
  const queries = useQueryClient();
  const [isQuiet, setQuiet] = useState(false);
  useEffect(() => whenQuiet(queries, () => setQuiet(true)), [queries]);
  return (
    <footer className={styles.footer}>
      <Suspense>{isQuiet && <Cinema />}</Suspense>
      <MyBookingsLink />
    </footer>
  );
}
