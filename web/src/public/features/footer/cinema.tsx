import { useLocation } from "wouter";
import { useHold } from "#api/hold.ts";
import { useLegalLinks } from "#api/terms.ts";
import { LegalLinks } from "#ui/legal-links.tsx";
import styles from "./cinema.module.css";
import { type FooterVenue, useShownVenue } from "./shown-venue.ts";

/** The address and the legal pages of the cinema that the page is about. */
export function Cinema() {
  const venue = useShownVenue();
  return venue ? <KnownCinema key={venue.id} venue={venue} /> : null;
}

function KnownCinema({ venue }: { venue: FooterVenue }) {
  const links = useLegalLinks(venue.id);
  const hasOwnLinks = useHasOwnLinks();
  return (
    <div className={styles.cinema}>
      <address>
        {venue.name}
        <br />
        {venue.address}
        {!venue.address.endsWith(venue.city) && `, ${venue.city}`}
      </address>
      {!hasOwnLinks && <LegalLinks links={links} />}
    </div>
  );
}

/** Whether the page has legal links at its pay button: the checkout, unless no seats are held. */
function useHasOwnLinks(): boolean {
  const [path] = useLocation();
  const hold = useHold();
  return path === "/checkout" && hold.kind !== "none";
}
