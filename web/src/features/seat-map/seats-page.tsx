import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useHold } from "#api/hold.ts";
import { layoutQuery } from "#api/layout.ts";
import { Problem, problemText } from "#api/problem.ts";
import { dayOfShow } from "#api/shows.ts";
import type { HallLayout, Show } from "#api/types.ts";
import { clockTime, longDate } from "#lib/time.ts";
import { Button, ButtonLink } from "#ui/button.tsx";
import { Notice } from "#ui/notice.tsx";
import { PageHeading } from "#ui/page-heading.tsx";
import dockStyles from "./dock.module.css";
import { Dock } from "./dock.tsx";
import { HoldMessages } from "./hold-messages.tsx";
import { Legend } from "./legend.tsx";
import { planOf } from "./plan.ts";
import { SeatMap } from "./seat-map.tsx";
import styles from "./seats-page.module.css";
import { ShowHeader } from "./show-header.tsx";
import { useSeatChoice } from "./use-seat-choice.ts";
import { seatsHeld, useSeatStore } from "./use-seat-store.ts";

export function SeatsPage({ showId }: { showId: number }) {
  const layout = useQuery(layoutQuery(showId));
  if (layout.data) return <Seats key={showId} layout={layout.data} />;
  if (layout.error) return <NoSeats error={layout.error} retry={() => layout.refetch()} />;
  return (
    <div className={styles.page} aria-busy="true">
      <PageHeading title="Choose seats" />
      <p className={styles.waiting}>Loading the hall …</p>
    </div>
  );
}

function NoSeats({ error, retry }: { error: Error; retry: () => void }) {
  const gone = error instanceof Problem && error.status === 404;
  const way = gone ? <ButtonLink href="/">What’s on</ButtonLink> : <Button onClick={retry}>Retry</Button>;
  return (
    <div className={styles.page}>
      <PageHeading title={gone ? "No such show" : "Choose seats"} />
      <div role="alert">
        <Notice tone="danger" actions={way}>
          {problemText(error)}
        </Notice>
      </div>
    </div>
  );
}

function Seats({ layout }: { layout: HallLayout }) {
  const { show } = layout;
  const hold = useHold();
  const plan = useMemo(() => planOf(layout.seats), [layout]);
  const store = useSeatStore(layout, plan, hold);
  const choice = useSeatChoice(show.id, plan, store, hold);
  const mine = seatsHeld(hold, show.id).flatMap((id) => plan.seatsById.get(id) ?? []);
  const heldHere = hold.kind === "held" && mine.length > 0 ? hold.hold : null;

  return (
    <div className={`${styles.page} ${styles.seats}`}>
      <ShowHeader show={show} />
      <SalesNotice show={show} />
      <p id="how-to" className="visually-hidden">
        Arrow keys move between seats, Space chooses. A chosen seat is held for you for five minutes.
      </p>
      <SeatMap
        plan={plan}
        store={store}
        currency={show.currency}
        label={`Seats of ${layout.hall.name}`}
        describedBy="how-to"
        onToggle={choice.toggle}
      />
      <Legend plan={plan} currency={show.currency} />
      <section className={dockStyles.dock} aria-label="Your choice">
        <HoldMessages show={show} plan={plan} hold={hold} choice={choice} />
        <Dock hold={heldHere} seats={mine} currency={show.currency} />
      </section>
    </div>
  );
}

/** Why nothing can be held, where that is known beforehand. */
function SalesNotice({ show }: { show: Show }) {
  const text = salesText(show);
  if (text === null) return null;
  const otherShows = `/?venue=${show.venue.id}&date=${dayOfShow(show)}`;
  return (
    <Notice tone="warn" actions={<ButtonLink href={otherShows}>Other shows</ButtonLink>}>
      {text}
    </Notice>
  );
}

function salesText(show: Show): string | null {
  if (show.status === "CANCELLED") return "This show was cancelled.";
  if (!show.on_sale) {
    const opens = show.sales_open_at;
    if (Date.parse(opens) <= Date.now()) return "Sales for this show have ended.";
    const zone = show.venue.timezone;
    return `Tickets go on sale on ${longDate(opens, zone)} at ${clockTime(opens, zone)}.`;
  }
  return show.seats_available === 0
    ? "This show is sold out. A seat that somebody gives back appears here."
    : null;
}
