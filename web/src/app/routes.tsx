import { usePrefetchQuery } from "@tanstack/react-query";
import { lazy, Suspense, useEffect } from "react";
import { Route, Switch } from "wouter";
import { layoutQuery } from "#api/layout.ts";
import { WhatsOnPage } from "#features/shows/whats-on-page.tsx";
import { NotFoundPage } from "./not-found-page.tsx";
import styles from "./shell.module.css";

const loadSeats = () => import("#features/seat-map/seats-page.tsx");
const loadCheckout = () => import("#features/checkout/checkout-page.tsx");
const loadTicket = () => import("#features/ticket/ticket-page.tsx");

const SeatsPage = lazy(async () => ({ default: (await loadSeats()).SeatsPage }));
const CheckoutPage = lazy(async () => ({ default: (await loadCheckout()).CheckoutPage }));
const TicketPage = lazy(async () => ({ default: (await loadTicket()).TicketPage }));

/** Once the first page has had the line to itself. */
const REST_AFTER = 2000;

/** Fetches the other pages' code in a quiet moment, so that a tap on the way to a seat waits for nothing. */
function useRestOfTheApp(): void {
  useEffect(() => {
    const timer = setTimeout(() => {
      // What fails here is asked for again when its page is opened.
      for (const load of [loadSeats, loadCheckout, loadTicket]) load().catch(() => undefined);
    }, REST_AFTER);
    return () => clearTimeout(timer);
  }, []);
}

/** Asks for the hall while the page's code is still on its way. */
function ShowRoute({ showId }: { showId: number }) {
  usePrefetchQuery(layoutQuery(showId));
  return <SeatsPage showId={showId} />;
}

/** Every address of the app. The server knows the same ones: an address it doesn't know is answered 404. */
export function Routes() {
  useRestOfTheApp();
  return (
    <Suspense fallback={<div className={styles.waiting} aria-busy="true" />}>
      <Switch>
        <Route path="/">
          <WhatsOnPage />
        </Route>
        <Route path="/show/:id">
          {({ id }) => (/^\d+$/.test(id) ? <ShowRoute showId={Number(id)} /> : <NotFoundPage />)}
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
