import { useQueryClient } from "@tanstack/react-query";
import { type ComponentType, useEffect, useState } from "react";
import { whenQuiet } from "#lib/when-quiet.ts";
import { loadCatalogue } from "./catalogues.ts";
import { MyBookingsLink } from "./my-bookings-link.tsx";
import styles from "./shell.module.css";

async function loadCinema(): Promise<ComponentType> {
  const [{ Cinema }] = await Promise.all([
    import("#public/features/footer/cinema.tsx"),
    loadCatalogue("features/footer"),
  ]);
  return Cinema;
}

/** Loads once the page needs the network no more; if that fails, when the browser is online again. */
function useCinema(): ComponentType | null {
  const queries = useQueryClient();
  const [Cinema, setCinema] = useState<ComponentType | null>(null);
  useEffect(() => {
    const load = () =>
      loadCinema().then(
        (loaded) => setCinema(() => loaded),
        () => undefined,
      );
    const cancel = whenQuiet(queries, load);
    addEventListener("online", load);
    return () => {
      cancel();
      removeEventListener("online", load);
    };
  }, [queries]);
  return Cinema;
}

/** The cinema's address and legal pages, and the bookings. */
export function Footer() {
  const Cinema = useCinema();
  return (
    <footer className={styles.footer}>
      {Cinema && <Cinema />}
      <MyBookingsLink />
    </footer>
  );
}
