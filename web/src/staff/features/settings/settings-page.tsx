import { t } from "@lingui/core/macro";
import { useQuery } from "@tanstack/react-query";
import { Link } from "wouter";
import { managedVenuesQuery, settingsQuery } from "#api/staff/settings.ts";
import type { VenueSettings } from "#api/staff/types.ts";
import { useCinema } from "#staff/team/use-team.ts";
import { Loaded } from "#staff/ui/loaded.tsx";
import { StaffPage } from "#staff/ui/page.tsx";
import { Readiness } from "#staff/ui/readiness.tsx";
import { ButtonLink } from "#ui/button.tsx";
import { CinemaSection } from "./cinema-section.tsx";
import { ContactSection } from "./contact-section.tsx";
import { EmailSection } from "./email-section.tsx";
import { LegalSection } from "./legal-section.tsx";
import { PaymentsSection } from "./payments-section.tsx";
import { RefundsSection } from "./refunds-section.tsx";
import { SellerSection } from "./seller-section.tsx";
import styles from "./settings.module.css";

type SectionProps = { settings: VenueSettings };

const SECTIONS: Record<string, { title: () => string; Section: (props: SectionProps) => React.ReactNode }> = {
  cinema: { title: () => t`Cinema`, Section: CinemaSection },
  seller: { title: () => t`Seller and tax`, Section: SellerSection },
  refunds: { title: () => t`Refunds`, Section: RefundsSection },
  legal: { title: () => t`Legal texts`, Section: LegalSection },
  contact: { title: () => t`Opening hours and contact`, Section: ContactSection },
  email: { title: () => t`Email`, Section: EmailSection },
  payments: { title: () => t`Payments`, Section: PaymentsSection },
};

/** The settings of the selected cinema: an overview, or one of the sections. */
export function SettingsPage({ section = "" }: { section?: string }) {
  const managed = useQuery(managedVenuesQuery);
  const cinema = useCinema();
  const found = SECTIONS[section];
  return (
    <StaffPage title={found ? found.title() : t`Settings`}>
      <Loaded query={managed}>
        {(venues) => {
          const venue = venues.find(({ id }) => id === cinema) ?? (cinema === null ? venues[0] : undefined);
          if (!venue) {
            return venues.length === 0 ? (
              <>
                <p>{t`There is no cinema yet.`}</p>
                <div>
                  <ButtonLink kind="primary" href="/set-up">{t`Set up the first one`}</ButtonLink>
                </div>
              </>
            ) : (
              <p>{t`You may not change the settings of this cinema. Select another one at the top.`}</p>
            );
          }
          return (
            <>
              <p>{t`Settings of ${venue.name}, ${venue.city}`}</p>
              <Sections current={section} />
              {found ? (
                <Settings key={`${venue.id} ${section}`} venueId={venue.id} Section={found.Section} />
              ) : (
                <section aria-labelledby="missing" className={styles.section}>
                  <h2 id="missing">{t`Before you sell online`}</h2>
                  <Readiness venueId={venue.id} />
                </section>
              )}
            </>
          );
        }}
      </Loaded>
    </StaffPage>
  );
}

function Sections({ current }: { current: string }) {
  return (
    <nav aria-label={t`Sections of the settings`} className={styles.sections}>
      <ul>
        <li>
          <Link href="/settings" aria-current={current === "" ? "page" : undefined}>{t`Overview`}</Link>
        </li>
        {Object.entries(SECTIONS).map(([name, { title }]) => (
          <li key={name}>
            <Link href={`/settings/${name}`} aria-current={current === name ? "page" : undefined}>
              {title()}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}

type SettingsProps = { venueId: number; Section: (props: SectionProps) => React.ReactNode };

function Settings({ venueId, Section }: SettingsProps) {
  const settings = useQuery(settingsQuery(venueId));
  return <Loaded query={settings}>{(found) => <Section settings={found} />}</Loaded>;
}
