import { screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { openApp } from "./open-app.tsx";

const PLAIN = "<h1>Juno</h1><p>20:15, Hall 2 &amp; 3</p>";

/** As the server writes it: where scripts run, a browser reads it as text. */
beforeEach(() => {
  const plain = document.createElement("div");
  plain.id = "plain";
  plain.append(document.createElement("noscript"));
  plain.firstElementChild?.replaceChildren(PLAIN);
  document.body.append(plain);
  vi.spyOn(console, "error").mockImplementation(() => undefined);
});
afterEach(() => document.querySelector("#plain")?.remove());

it("keeps the page's plain facts where the app fails to draw it", async () => {
  vi.spyOn(Intl, "NumberFormat").mockImplementation(() => {
    throw new TypeError("Intl.NumberFormat is not a constructor");
  });
  openApp("/?date=2031-03-04");
  expect(await screen.findByRole("heading", { name: "Something went wrong" })).toBeInTheDocument();
  expect(screen.getByText(/your browser may be too old/)).toBeInTheDocument();
  expect(await screen.findByText("20:15, Hall 2 & 3")).toBeInTheDocument();
});
