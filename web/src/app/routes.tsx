import { lazy, Suspense } from "react";
import { Route, Switch } from "wouter";
import { WhatsOnPage } from "#features/shows/whats-on-page.tsx";
import { NotFoundPage } from "./not-found-page.tsx";
import styles from "./shell.module.css";

const SeatsPage = lazy(async () => ({
  default: (await import("#features/seat-map/seats-page.tsx")).SeatsPage,
}));
const CheckoutPage = lazy(async () => ({
  default: (await import("#features/checkout/checkout-page.tsx")).CheckoutPage,
}));
const TicketPage = lazy(async () => ({
  default: (await import("#features/ticket/ticket-page.tsx")).TicketPage,
}));

/** Every address of the app. The server knows the same ones: an address it doesn't know is answered 404. */
export function Routes() {
  return (
    <Suspense fallback={<div className={styles.waiting} aria-busy="true" />}>
      <Switch>
        <Route path="/">
          <WhatsOnPage />
        </Route>
        <Route path="/show/:id">
          {({ id }) => (/^\d+$/.test(id) ? <SeatsPage showId={Number(id)} /> : <NotFoundPage />)}
        </Route>
        <Route path="/checkout">
          <CheckoutPage />
        </Route>
        <Route path="/ticket/:secret">{({ secret }) => <TicketPage secret={secret} />}</Route>
        <Route>
          <NotFoundPage />
        </Route>
      </Switch>
    </Suspense>
  );
}
