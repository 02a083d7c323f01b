import "@testing-library/jest-dom/vitest";
import { i18n } from "@lingui/core";
import { cleanup, configure } from "@testing-library/react";
import { EventSource } from "eventsource";
import { afterAll, afterEach } from "vitest";
import { writeCookie } from "#lib/cookies.ts";
import { fakeApi } from "./fake-api.ts";

// Before the app is imported: its client keeps the fetch that it finds.
fakeApi.listen({ onUnhandledFrame: "error" });

// A page's code comes when it is first asked for, and a busy machine takes its time over it.
configure({ asyncUtilTimeout: 5000 });

// The source's own words are English.
i18n.load("en", {});
i18n.activate("en");

// jsdom has no layout to scroll, and no server-sent events.
window.scrollTo = () => undefined;
Element.prototype.scrollIntoView = () => undefined;
Object.assign(globalThis, { EventSource });

afterEach(() => {
  cleanup();
  fakeApi.resetHandlers();
  localStorage.clear();
  sessionStorage.clear();
  writeCookie("cinema", "");
});
afterAll(() => fakeApi.close());
