import { usePrefetchQuery } from "@tanstack/react-query";
import { type ComponentType, lazy, Suspense, useEffect, useState } from "react";
import { Route, Switch } from "wouter";
import { configQuery } from "#api/config.ts";
import { layoutQuery } from "#api/layout.ts";
import { filmQuery, filmShowsQuery } from "#api/shows.ts";
import { registerServiceWorker } from "#lib/service-worker.ts";
import { loadCatalogue } from "./catalogues.ts";
import { NotFoundPage } from "./not-found-page.tsx";

/**
 * A page's code and words, which arrive side by side. Once they are there, the page is drawn at once: React
 * keeps a fallback that it has shown for 300 ms.
 */
function page<Props extends object>(feature: string, load: () => Promise<ComponentType<Props>>) {
  let Loaded: ComponentType<Props> | null = null;
  const ready = async () => {
    const [component] = await Promise.all([load(), loadCatalogue(`features/${feature}`)]);
    Loaded = component;
    return { default: component };
  };
  const Lazy = lazy(ready) as unknown as ComponentType<Props>;
  function Page(props: Props) {
    // Chosen once: another component in its place would begin anew.
    const [Chosen] = useState(() => Loaded ?? Lazy);
    return <Chosen {...props} />;
  }
  return { Page, ready };
}

const whatsOn = page(
  "shows",
  async () => (await import("#public/features/shows/whats-on-page.tsx")).WhatsOnPage,
);
const film = page("shows", async () => (await import("#public/features/shows/film-page.tsx")).FilmPage);
const seats = page("seats", async () => (await import("#public/features/seats/seats-page.tsx")).SeatsPage);
const checkout = page(
  "checkout",
  async () => (await import("#public/features/checkout/checkout-page.tsx")).CheckoutPage,
);
const find = page("ticket", async () => (await import("#public/features/ticket/find-page.tsx")).FindPage);
const ticket = page(
  "ticket",
  async () => (await import("#public/features/ticket/ticket-page.tsx")).TicketPage,
);

const PAGES = new Map<string, { ready: () => Promise<unknown> }>([
  ["", whatsOn],
  ["film", film],
  ["show", seats],
  ["checkout", checkout],
  ["find", find],
  ["ticket", ticket],
]);

/** Waits for the code of an address's page; what fails is asked for again by the page itself. */
export async function preloadPage(path: string): Promise<void> {
  await PAGES.get(path.split("/")[1] ?? "")
    ?.ready()
    .catch(() => undefined);
}

/** Once the first page has had the line to itself. */
const PRELOAD_AFTER = 2000;

/**
 * Fetches the other pages' code in a quiet moment, so that a tap on the way to a seat waits for nothing;
 * then it does what has even more time.
 */
function usePreloadedPages(): void {
  useEffect(() => {
    const timer = setTimeout(async () => {
      // What fails here is asked for again when its page is opened.
      await Promise.allSettled([whatsOn, film, seats, checkout, ticket].map(({ ready }) => ready()));
      registerServiceWorker();
      void import("#api/saved-orders.ts").then(({ deleteOldOrders }) => deleteOldOrders());
    }, PRELOAD_AFTER);
    return () => clearTimeout(timer);
  }, []);
}

/** Asks for the hall while the page's code is still on its way. */
function ShowRoute({ showId }: { showId: number }) {
  usePrefetchQuery(layoutQuery(showId));
  usePrefetchQuery(configQuery);
  return <seats.Page showId={showId} />;
}

/** Asks for the film and its shows while the page's code is still on its way. */
function FilmRoute({ filmId }: { filmId: number }) {
  usePrefetchQuery(filmQuery(filmId));
  usePrefetchQuery(filmShowsQuery(filmId));
  usePrefetchQuery(configQuery);
  return <film.Page key={filmId} filmId={filmId} />;
}

/** Every address of the app. The server knows the same ones: an address it doesn't know is answered 404. */
export function Routes() {
  usePreloadedPages();
  return (
    <Suspense fallback={<div aria-busy="true" />}>
      <Switch>
        <Route path="/">
          <whatsOn.Page />
        </Route>
        <Route path="/film/:id">
          {({ id }) => (/^\d+$/.test(id) ? <FilmRoute filmId={Number(id)} /> : <NotFoundPage />)}
        </Route>
        <Route path="/show/:id">
          {({ id }) => (/^\d+$/.test(id) ? <ShowRoute showId={Number(id)} /> : <NotFoundPage />)}
        </Route>
        <Route path="/checkout">
          <checkout.Page />
        </Route>
        <Route path="/find">
          <find.Page />
        </Route>
        <Route path="/ticket/:secret">{({ secret }) => <ticket.Page secret={secret} />}</Route>
        <Route>
          <NotFoundPage />
        </Route>
      </Switch>
    </Suspense>
  );
}
