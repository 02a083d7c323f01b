import { t } from "@lingui/core/macro";
import { useQuery } from "@tanstack/react-query";
import { Link } from "wouter";
import { readinessQuery } from "#api/staff/settings.ts";
import type { RequirementCode } from "#api/staff/types.ts";
import { currentLanguage } from "#lib/language.ts";
import { Loaded } from "#staff/ui/loaded.tsx";
import { StaffPage } from "#staff/ui/page.tsx";
import { Readiness } from "#staff/ui/readiness.tsx";
import { ButtonLink } from "#ui/button.tsx";
import { type ChosenVenue, WithVenue } from "./chosen-venue.tsx";
import styles from "./set-up.module.css";

/** The steps from an empty installation to the first show. What is done is read from the data. */
export function SetUpPage() {
  return (
    <StaffPage title={t`Set-up`} narrow>
      <p>{t`You can leave at any time and go on later.`}</p>
      <WithVenue permission="manage-venue">
        {(venue) => (venue ? <StepsOf venue={venue} /> : <Steps done={[]} cinema={null} />)}
      </WithVenue>
    </StaffPage>
  );
}

function StepsOf({ venue }: { venue: ChosenVenue }) {
  const readiness = useQuery(readinessQuery(venue.id, currentLanguage()));
  return (
    <Loaded query={readiness}>
      {({ requirements }) => (
        <>
          <Steps
            done={requirements.filter((one) => one.done).map(({ code }) => code)}
            cinema={`${venue.name}, ${venue.city}`}
          />
          <section aria-labelledby="missing" className={styles.section}>
            <h2 id="missing">{t`Still missing before you sell online`}</h2>
            <Readiness venueId={venue.id} missingOnly />
          </section>
        </>
      )}
    </Loaded>
  );
}

type StepsProps = { done: readonly RequirementCode[]; cinema: string | null };
type Step = { name: string; text: string; href: string; isDone: boolean };

function Steps({ done, cinema }: StepsProps) {
  const hasCinema = cinema !== null;
  const steps: Step[] = [
    { name: t`You`, text: t`Your account is there.`, href: "/second-factor", isDone: true },
    {
      name: t`Your cinema`,
      text: cinema ?? t`Name, address, time zone and currency`,
      href: "/set-up/cinema",
      isDone: hasCinema,
    },
    { name: t`A hall`, text: t`Rows and seats`, href: "/set-up/hall", isDone: done.includes("hall") },
    { name: t`Films`, text: t`At least one film`, href: "/films", isDone: done.includes("films") },
    {
      name: t`Prices`,
      text: t`Ticket types such as Adult`,
      href: "/prices/ticket-types",
      isDone: done.includes("prices"),
    },
    {
      name: t`The first show`,
      text: t`Film, hall, time and price`,
      href: "/set-up/show",
      isDone: done.includes("first-show"),
    },
  ];
  const next = steps.find(({ isDone }) => !isDone);
  return (
    <>
      <ol className={styles.steps}>
        {steps.map(({ name, text, href, isDone }) => (
          <li key={name} aria-current={next?.name === name ? "step" : undefined}>
            <div className={styles.step}>
              <span>
                <strong>{isDone || !hasCinema ? name : <Link href={href}>{name}</Link>}</strong>{" "}
                <span>{text}</span>
              </span>
              <span className={styles.state}>{isDone ? t`done` : t`open`}</span>
            </div>
          </li>
        ))}
      </ol>
      {next ? (
        <div>
          <ButtonLink kind="primary" href={next.href}>{t`Next: ${next.name}`}</ButtonLink>
        </div>
      ) : (
        <p>
          {t`All steps are done.`} <Link href="/people/invite">{t`Invite your team`}</Link>
        </p>
      )}
      {done.includes("hall") && (
        <p>
          <Link href="/set-up/hall">{t`Add a hall`}</Link>
        </p>
      )}
    </>
  );
}
