import { t } from "@lingui/core/macro";
import { useQuery } from "@tanstack/react-query";
import { useSearchParams } from "wouter";
import { chosenVenue, venuesQuery } from "#api/venues.ts";
import { chooseLanguage, currentLanguage, LANGUAGES, type Language } from "#lib/language.ts";
import { MyBookingsLink } from "./my-bookings-link.tsx";
import { saveScrollPosition } from "./scroll-position.ts";
import styles from "./shell.module.css";

export function Footer() {
  return (
    <footer className={styles.footer}>
      <LanguageSwitch />
      <MyBookingsLink />
      <CinemaAddress />
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

/** Names each language in that language. A change keeps the hold and the form's contents. */
function LanguageSwitch() {
  function choose(language: Language) {
    chooseLanguage(language);
    saveScrollPosition();
    location.reload();
  }
  return (
    <nav aria-label={t`Language`}>
      <ul className={styles.languages}>
        {(Object.keys(LANGUAGES) as Language[]).map((language) => (
          <li key={language}>
            <button
              type="button"
              lang={language}
              aria-current={language === currentLanguage() || undefined}
              onClick={() => choose(language)}
            >
              {LANGUAGES[language]}
            </button>
          </li>
        ))}
      </ul>
    </nav>
  );
}
