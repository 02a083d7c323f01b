import { usePrefetchQuery, useQueryClient } from "@tanstack/react-query";
import { type ComponentType, lazy, Suspense, useEffect, useState } from "react";
import { Route, Switch } from "wouter";
import { configQuery } from "#api/config.ts";
import { layoutQuery } from "#api/layout.ts";
import { registerServiceWorker } from "#lib/service-worker.ts";
import { whenQuiet } from "#lib/when-quiet.ts";
import { loadCatalogue } from "./catalogues.ts";

/**
 * A page with its code and its catalogue, which load in parallel. A page that is loaded already renders
 * without `lazy`: React keeps a fallback on screen for at least 300 ms.
 */
function page<Props extends object>(folder: string, load: () => Promise<ComponentType<Props>>) {
  let Loaded: ComponentType<Props> | null = null;
  const ready = async () => {
    const [component] = await Promise.all([load(), loadCatalogue(folder)]);
    Loaded = component;
    return { default: component };
  };
  const Lazy = lazy(ready) as unknown as ComponentType<Props>;
  function Page(props: Props) {
    // Stays the same for the life of the page: another component would lose its state.
    const [Chosen] = useState(() => Loaded ?? Lazy);
    return <Chosen {...props} />;
  }
  return { Page, ready };
}

const whatsOn = page(
  "features/shows",
  async () => (await import("#public/features/shows/whats-on-page.tsx")).WhatsOnPage,
);
const film = page(
  "features/shows",
  async () => (await import("#public/features/shows/film-page.tsx")).FilmPage,
);
const seats = page(
  "features/seats",
  async () => (await import("#public/features/seats/seats-page.tsx")).SeatsPage,
);
const checkout = page(
  "features/checkout",
  async () => (await import("#public/features/checkout/checkout-page.tsx")).CheckoutPage,
);
const find = page(
  "features/ticket",
  async () => (await import("#public/features/ticket/find-page.tsx")).FindPage,
);
const ticket = page(
  "features/ticket",
  async () => (await import("#public/features/ticket/ticket-page.tsx")).TicketPage,
);

const legal = page(
  "features/ticket",
  async () => (await import("#public/features/ticket/legal-page.tsx")).LegalPage,
);
const notFound = page("app", async () => (await import("./not-found-page.tsx")).NotFoundPage);

const PAGES = new Map<string, { ready: () => Promise<unknown> }>([
  ["", whatsOn],
  ["film", film],
  ["show", seats],
  ["checkout", checkout],
  ["find", find],
  ["ticket", ticket],
  ["legal", legal],
]);

/** Loads the page of an address. Errors are ignored: the page loads its code again when it renders. */
export async function preloadPage(path: string): Promise<void> {
  const { ready } = PAGES.get(path.split("/")[1] ?? "") ?? notFound;
  await ready().catch(() => undefined);
}

/**
 * Preloads the other pages, so that navigation does not wait for the network. Then does low-priority work.
 */
function usePreloadedPages(): void {
  const queries = useQueryClient();
  useEffect(
    () =>
      whenQuiet(queries, async () => {
        // A page that fails to load here loads again when it is opened.
        await Promise.allSettled([whatsOn, film, seats, checkout, ticket].map(({ ready }) => ready()));
        registerServiceWorker();
        void import("#api/saved-orders.ts").then(({ deleteOldOrders }) => deleteOldOrders());
      }),
    [queries],
  );
}

/** Requests the hall in parallel with the page's code. */
function ShowRoute({ showId }: { showId: number }) {
  usePrefetchQuery(layoutQuery(showId));
  usePrefetchQuery(configQuery);
  return <seats.Page showId={showId} />;
}

/** All addresses of the app. The server has the same list, and responds 404 to any other address. */
export function Routes() {
  usePreloadedPages();
  return (
    <Suspense fallback={<div aria-busy="true" />}>
      <Switch>
        <Route path="/">
          <whatsOn.Page />
        </Route>
        <Route path="/film/:id">
          {({ id }) => (/^\d+$/.test(id) ? <film.Page key={id} filmId={Number(id)} /> : <notFound.Page />)}
        </Route>
        <Route path="/show/:id">
          {({ id }) => (/^\d+$/.test(id) ? <ShowRoute showId={Number(id)} /> : <notFound.Page />)}
        </Route>
        <Route path="/checkout">
          <checkout.Page />
        </Route>
        <Route path="/find">
          <find.Page />
        </Route>
        <Route path="/legal/:venue/:kind">
          {({ venue, kind }) => <legal.Page venueId={Number(venue)} kind={kind} />}
        </Route>
        <Route path="/ticket/:secret">{({ secret }) => <ticket.Page secret={secret} />}</Route>
        <Route>
          <notFound.Page />
        </Route>
      </Switch>
    </Suspense>
  );
}
