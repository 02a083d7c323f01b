import { expect, it } from "vitest";
import { matches, mayBePartOfNumber } from "./matches.ts";

it("finds each word anywhere, ignoring case and accents", () => {
  expect(matches("Zoë Müller zoe@example.org", "MUL zoe")).toBe(true);
  expect(matches("Zoë Müller", "muller x")).toBe(false);
  expect(matches("anything", "  ")).toBe(true);
});

it("knows what may be a part of a booking number", () => {
  for (const part of ["ABCD", "abcd-", "ABCD-EF", "K7"]) expect(mayBePartOfNumber(part)).toBe(true);
  for (const other of ["", "dark knight", "a@example.org", "ABCD-EFGH-J", "-"]) {
    expect(mayBePartOfNumber(other)).toBe(false);
  }
});
