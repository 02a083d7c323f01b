import { t } from "@lingui/core/macro";
import { Trans, useLingui } from "@lingui/react/macro";
import { lazy, Suspense, useState } from "react";
import { Link } from "wouter";
import { useNow } from "#api/config.ts";
import { deleteSavedOrder, savedOrders } from "#api/saved-orders.ts";
import type { Order } from "#api/types.ts";
import { announce } from "#lib/announcements.ts";
import { seatNames } from "#lib/names.ts";
import { Button } from "#ui/button.tsx";
import { focusHeading } from "#ui/page-heading.tsx";
import { ShowTime } from "#ui/show-time.tsx";
import styles from "../find-page.module.css";
import { isOver, type OrderState, orderStateOf, stateName } from "../order-state.ts";

const Poster = lazy(async () => ({ default: (await import("#ui/poster.tsx")).Poster }));

const withTickets = (order: Order): boolean => order.tickets.length > 0;

/** The bookings that were opened in this browser. */
export function SavedBookings() {
  const [, setDeleted] = useState(0);
  // The server's time decides which bookings are old.
  const now = useNow();
  const orders = savedOrders().filter(withTickets);
  if (orders.length === 0) return <NoBookings />;

  function deleteBooking(order: Order) {
    deleteSavedOrder(order.secret);
    setDeleted((count) => count + 1);
    focusHeading();
    announce(t`Removed from this device. The tickets stay valid.`);
  }

  return (
    <section className={styles.saved} aria-labelledby="saved">
      <h2 id="saved">
        <Trans>On this device</Trans>
      </h2>
      <Group
        name={t`Upcoming`}
        orders={orders.filter((order) => !isOver(order, now))}
        {...{ now, deleteBooking }}
      />
      <Group
        name={t`Past`}
        orders={orders.filter((order) => isOver(order, now)).reverse()}
        {...{ now, deleteBooking }}
      />
    </section>
  );
}

type GroupProps = { name: string; orders: Order[]; now: number; deleteBooking: (order: Order) => void };

function Group({ name, orders, now, deleteBooking }: GroupProps) {
  if (orders.length === 0) return null;
  return (
    <>
      <h3>{name}</h3>
      <ul>
        {orders.map((order) => (
          <SavedBooking
            key={order.secret}
            order={order}
            state={orderStateOf(order, now)}
            deleteBooking={() => deleteBooking(order)}
          />
        ))}
      </ul>
    </>
  );
}

function NoBookings() {
  return (
    <p className={styles.none}>
      <Trans>Bookings that you make or open in this browser appear here.</Trans>
    </p>
  );
}

type BookingProps = { order: Order; state: OrderState; deleteBooking: () => void };

function SavedBooking({ order, state, deleteBooking }: BookingProps) {
  const { t } = useLingui();
  const { movie, starts_at, venue } = order.show;
  const { reference } = order;
  return (
    <li className={styles.booking}>
      <div className={styles.poster}>
        <Suspense>
          <Poster film={movie} />
        </Suspense>
      </div>
      <div>
        <Link href={`/ticket/${order.secret}`} className={styles.film}>
          {movie.title}
        </Link>
        <p>
          <ShowTime startsAt={starts_at} timeZone={venue.timezone} />
        </p>
        {state !== "booked" && <p>{stateName(state)}</p>}
        <p className={styles.facts}>
          {[seatNames(order.tickets).join(", "), venue.name, reference].join(" · ")}
        </p>
      </div>
      <Button kind="quiet" onClick={deleteBooking} aria-label={t`Remove ${reference} from this device`}>
        <Trans>Remove</Trans>
      </Button>
    </li>
  );
}
