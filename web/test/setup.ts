import "@testing-library/jest-dom/vitest";
import { cleanup, configure } from "@testing-library/react";
import { EventSource } from "eventsource";
import { afterAll, afterEach } from "vitest";
import { writeCookie } from "#lib/cookies.ts";
import "./english.ts";
import { fakeApi } from "./fake-api.ts";

// Must run before the app is imported, because its client stores the current `fetch`.
fakeApi.listen({ onUnhandledFrame: "error" });

// A page's code loads on demand, which takes long on a busy machine.
configure({ asyncUtilTimeout: 10_000 });

// jsdom has neither scrolling, layout, media queries nor server-sent events.
window.scrollTo = () => undefined;
Element.prototype.scrollIntoView = () => undefined;
class ResizeObserver {
  observe = () => undefined;
  disconnect = () => undefined;
}
const matchMedia = () => Object.assign(new EventTarget(), { matches: false });
Object.assign(globalThis, { EventSource, ResizeObserver, matchMedia });

// Without a layout, every element is in view.
class IntersectionObserver {
  readonly #report: (entries: { isIntersecting: boolean }[]) => void;
  constructor(report: (entries: { isIntersecting: boolean }[]) => void) {
    this.#report = report;
  }
  observe = () => this.#report([{ isIntersecting: true }]);
  disconnect = () => undefined;
}
Object.assign(globalThis, { IntersectionObserver });

afterEach(() => {
  cleanup();
  fakeApi.resetHandlers();
  localStorage.clear();
  sessionStorage.clear();
  writeCookie("cinema", "");
});
afterAll(() => fakeApi.close());
