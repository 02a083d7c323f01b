import { StrictMode, startTransition } from "react";
import { createRoot } from "react-dom/client";
import "#ui/tokens.css";
import "#ui/base.css";
import { wantedLanguage } from "#lib/language.ts";
import { App } from "./app.tsx";
import { returnToPlace } from "./place.ts";
import { pageAt } from "./routes.tsx";
import { loadWords } from "./words.ts";

async function start(root: HTMLElement): Promise<void> {
  document.documentElement.lang = wantedLanguage();
  await Promise.all([loadWords("app"), pageAt(location.pathname)]);
  // A page has one `main`, and the app brings its own. The plain facts stay, in case the app fails.
  const plain = document.querySelector("#plain main");
  plain?.replaceWith(...plain.childNodes);
  // In slices, between which the browser answers.
  startTransition(() =>
    createRoot(root).render(
      <StrictMode>
        <App />
      </StrictMode>,
    ),
  );
  returnToPlace();
}

const root = document.getElementById("root");
if (root) {
  start(root).catch((error) => {
    void import("./plain-facts.ts").then(({ showPlainFacts }) => showPlainFacts(root));
    throw error;
  });
}
