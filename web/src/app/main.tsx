import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import "#ui/tokens.css";
import "#ui/base.css";
import { wantedLanguage } from "#lib/language.ts";
import { App } from "./app.tsx";
import { returnToPlace } from "./place.ts";
import { loadWords } from "./words.ts";

async function start(root: HTMLElement): Promise<void> {
  document.documentElement.lang = wantedLanguage();
  await loadWords("app");
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
  returnToPlace();
}

const root = document.getElementById("root");
if (root) void start(root);
