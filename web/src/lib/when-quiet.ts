import type { QueryClient } from "@tanstack/react-query";

/** Milliseconds that the first page has the network to itself. */
const QUIET_AFTER = 2000;

/** Milliseconds between checks whether the page still needs the network. */
const CHECK_EVERY = 500;

/** Calls back once the page and its requests have loaded. Returns a function that cancels it. */
export function whenQuiet(queries: QueryClient, start: () => void): () => void {
  const isQuiet = () => document.readyState === "complete" && queries.isFetching() === 0;
  let timer = setTimeout(check, QUIET_AFTER);
  function check() {
    if (isQuiet()) start();
    else timer = setTimeout(check, CHECK_EVERY);
  }
  return () => clearTimeout(timer);
}
