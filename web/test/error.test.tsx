import { screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { openApp } from "./open-app.tsx";

const SERVER_HTML = "<h1>Juno</h1><p>20:15, Hall 2 &amp; 3</p>";

/** As the server sends it: a browser with scripts parses the content as text. */
beforeEach(() => {
  const plain = document.createElement("div");
  plain.id = "plain";
  plain.append(document.createElement("noscript"));
  plain.firstElementChild?.replaceChildren(SERVER_HTML);
  document.body.append(plain);
  vi.spyOn(console, "error").mockImplementation(() => undefined);
});
afterEach(() => document.querySelector("#plain")?.remove());

it("shows the server's content when the app fails to render", async () => {
  vi.spyOn(String.prototype, "replaceAll").mockImplementation(() => {
    throw new TypeError("fact.replaceAll is not a function");
  });
  openApp("/?date=2031-03-04");
  expect(await screen.findByRole("heading", { name: "Something went wrong" })).toBeInTheDocument();
  expect(screen.getByText(/your browser may be too old/)).toBeInTheDocument();
  expect(await screen.findByText("20:15, Hall 2 & 3")).toBeInTheDocument();
});
