import { useQuery } from "@tanstack/react-query";
import { useSearchParams } from "wouter";
import { chosenVenue, venuesQuery } from "#api/venues.ts";
import { MyBookingsLink } from "./my-bookings-link.tsx";
import styles from "./shell.module.css";

export function Footer() {
  return (
    <footer className={styles.footer}>
      <CinemaAddress />
      <MyBookingsLink />
    </footer>
  );
}

/** The address of the selected cinema, if the page has loaded the cinemas. */
function CinemaAddress() {
  const [address] = useSearchParams();
  const { data: venues } = useQuery({ ...venuesQuery, enabled: false });
  const venue = venues && chosenVenue(venues, address.get("venue"));
  if (!venue) return null;
  return (
    <address className={styles.address}>
      {venue.name}
      <br />
      {venue.address}
    </address>
  );
}
