import { t } from "@lingui/core/macro";
import type { Order } from "#api/types.ts";
import { ageLabel } from "#lib/age-rating.ts";
import { screeningText } from "#lib/screening.ts";
import { dateText } from "#lib/time.ts";
import { CheckMark } from "#ui/check-mark.tsx";
import { PageHeading } from "#ui/page-heading.tsx";
import { ShowHours } from "#ui/show-hours.tsx";
import styles from "./order-header.module.css";
import { type OrderState, stateName } from "./order-state.ts";

type Props = { order: Order; state: OrderState };

/** The state of the order, with film, time and place. */
export function OrderHeader({ order, state }: Props) {
  const { show } = order;
  const { movie, venue } = show;
  const minutes = movie.duration_minutes;
  const facts = [screeningText(show), t`${minutes} min`, show.age_rating && ageLabel(show.age_rating)];
  return (
    <header className={styles.header}>
      <p className={styles.state} data-state={state}>
        {state === "booked" && <CheckMark />}
        {stateName(state)}
      </p>
      <PageHeading title={t`Your tickets for ${movie.title}`}>{movie.title}</PageHeading>
      <p className={styles.when}>
        <time dateTime={show.starts_at}>{dateText(show.starts_at, venue.timezone)}</time>
      </p>
      <p className={styles.when}>
        <ShowHours show={show} />
      </p>
      <p className={styles.place}>{placeOf(order)}</p>
      <p className={styles.facts}>{facts.filter(Boolean).join(" · ")}</p>
    </header>
  );
}

/** "Odeon, Market 1, Ghent" */
export function placeOf({ show: { venue } }: Order): string {
  const city = venue.address.includes(venue.city) ? "" : venue.city;
  return [venue.name, venue.address, city].filter(Boolean).join(", ");
}
