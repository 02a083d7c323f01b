import "@testing-library/jest-dom/vitest";
import { cleanup } from "@testing-library/react";
import { afterAll, afterEach } from "vitest";
import { boxOffice } from "./box-office.ts";

// Before the app is imported: its client keeps the fetch that it finds.
boxOffice.listen({ onUnhandledFrame: "error" });

// jsdom has no layout to scroll.
window.scrollTo = () => undefined;

afterEach(() => {
  cleanup();
  boxOffice.resetHandlers();
  localStorage.clear();
  sessionStorage.clear();
});
afterAll(() => boxOffice.close());
