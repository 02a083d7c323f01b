/** The entry of the staff app. */

import "#ui/tokens.css";
import "#ui/base.css";
import "./staff.css";
import { onlineManager } from "@tanstack/react-query";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { preferredLanguage } from "#lib/language.ts";
import { StaffApp } from "./app.tsx";
import { loadCatalogue } from "./catalogues.ts";

async function start(root: HTMLElement): Promise<void> {
  document.documentElement.lang = preferredLanguage();
  // The manager starts as online. Requests of a page that opens offline would fail instead of waiting.
  onlineManager.setOnline(navigator.onLine);
  await loadCatalogue("app");
  createRoot(root).render(
    <StrictMode>
      <StaffApp />
    </StrictMode>,
  );
}

const root = document.getElementById("root");
if (root) void start(root);
