import { expect, it } from "vitest";
import { matches } from "./matches.ts";

it("finds each word anywhere, ignoring case and accents", () => {
  expect(matches("Zoë Müller zoe@example.org", "MUL zoe")).toBe(true);
  expect(matches("Zoë Müller", "muller x")).toBe(false);
  expect(matches("anything", "  ")).toBe(true);
});
