import { onlineManager } from "@tanstack/react-query";
import { StrictMode, startTransition } from "react";
import { createRoot } from "react-dom/client";
import { preferredLanguage } from "#lib/language.ts";
import { getItem } from "#lib/storage.ts";
import { App } from "./app.tsx";
import { loadCatalogue } from "./catalogues.ts";
import { preloadPage } from "./routes.tsx";

/** Renders the app in place of the first view. */
export async function start(root: HTMLElement): Promise<void> {
  document.documentElement.lang = preferredLanguage();
  // The manager starts as online. Requests of a page that opens offline would fail instead of waiting.
  onlineManager.setOnline(navigator.onLine);
  await Promise.all([loadCatalogue("app"), preloadPage(location.pathname)]);
  // A page has one `main`, and the app adds its own. The server's content stays in case the app fails.
  const plain = document.querySelector("#plain main");
  plain?.replaceWith(...plain.childNodes);
  // A transition renders in slices, so the browser can handle input in between.
  startTransition(() =>
    createRoot(root).render(
      <StrictMode>
        <App />
      </StrictMode>,
    ),
  );
  if (getItem("session", "place") !== null) {
    void import("./scroll-position.ts").then(({ restoreScrollPosition }) => restoreScrollPosition());
  }
}
