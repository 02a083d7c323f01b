import { expect, it } from "vitest";
import type { Allowed } from "#api/staff/types.ts";
import { firstPlace } from "./first-place.ts";

const owner: Allowed[] = [{ permission: "manage-people", venue_ids: null }];
const manager: Allowed[] = [{ permission: "manage-people", venue_ids: [2] }];
const odeon = { id: 1, name: "Odeon" };
const rex = { id: 2, name: "Rex" };

it("is the only cinema, also when none is selected", () => {
  expect(firstPlace(owner, [odeon], null)).toBe(1);
});

it("is the selected one of several cinemas", () => {
  expect(firstPlace(owner, [odeon, rex], 2)).toBe(2);
  expect(firstPlace(owner, [odeon, rex], null)).toBeNull();
});

it("is a cinema whose people one manages", () => {
  expect(firstPlace(manager, [odeon, rex], null)).toBe(2);
  expect(firstPlace(manager, [odeon, rex], 1)).toBe(2);
});
