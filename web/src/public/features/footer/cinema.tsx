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
  return (
    <div className={styles.cinema}>
      <address>
        {venue.name}
        <br />
        {venue.address}
        {!venue.address.endsWith(venue.city) && `, ${venue.city}`}
      </address>
      <LegalLinks links={useLegalLinks(venue.id)} />
    </div>
  );
}
