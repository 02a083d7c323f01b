import { screen } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { expect, it } from "vitest";
import type { LegalPage } from "#api/types.ts";
import { fakeApi, problem } from "./fake-api.ts";
import { openApp } from "./open-app.tsx";

const imprint: LegalPage = {
  kind: "imprint",
  language: "nl",
  url: "/legal/1/imprint",
  blocks: [
    { heading: false, text: "Odeon\nMarkt 1" },
    { heading: true, text: "Btw" },
    { heading: false, text: "BE <1>" },
  ],
  venue_name: "Odeon",
};

it("shows the text of a legal page in its language", async () => {
  fakeApi.use(http.get("*/api/venues/1/legal/imprint/", () => HttpResponse.json(imprint)));
  openApp("/legal/1/imprint");
  expect(await screen.findByRole("heading", { name: "Legal notice, Odeon" })).toBeInTheDocument();
  expect(document.title).toBe("Legal notice, Odeon · Matinee");
  expect(screen.getByRole("heading", { name: "Btw" }).parentElement).toHaveAttribute("lang", "nl");
  expect(screen.getByText("BE <1>")).toBeInTheDocument();
});

it("says that the cinema has no such page", async () => {
  fakeApi.use(http.get("*/api/venues/1/legal/terms/", () => problem(404, "legal-page-not-found")));
  openApp("/legal/1/terms");
  expect(await screen.findByText("This cinema has no such page.")).toBeInTheDocument();
});

it("does not request a page of an unknown kind", async () => {
  const requests: string[] = [];
  fakeApi.use(
    http.get("*/api/venues/1/legal/:kind/", ({ request }) => {
      requests.push(request.url);
      return problem(404, "legal-page-not-found");
    }),
  );
  openApp("/legal/1/constructor");
  expect(await screen.findByRole("heading", { name: "Page not found" })).toBeInTheDocument();
  expect(requests).toEqual([]);
});
