import { expect, it } from "vitest";
import type { Allowed } from "#api/staff/types.ts";
import { grantableRoles, may, mayGrant, maySomewhere, worksAt } from "./access.ts";

const owner: Allowed[] = [
  { permission: "manage-people", venue_ids: null },
  { permission: "manage-owners", venue_ids: null },
];
const manager: Allowed[] = [{ permission: "manage-people", venue_ids: [2] }];

it("limits a permission to its venues", () => {
  expect(may(owner, "manage-people", null)).toBe(true);
  expect(may(owner, "manage-people", 7)).toBe(true);
  expect(may(manager, "manage-people", 2)).toBe(true);
  expect(may(manager, "manage-people", 3)).toBe(false);
  expect(may(manager, "manage-people", null)).toBe(false);
  expect(may(manager, "sell", 2)).toBe(false);
  expect(maySomewhere(manager, "manage-people")).toBe(true);
  expect(maySomewhere(manager, "sell")).toBe(false);
});

it("lets nobody give more than they have", () => {
  expect(grantableRoles(owner, null)).toContain("owner");
  expect(grantableRoles(manager, 2)).toEqual(["manager", "programmer", "cashier", "steward", "accounts"]);
  expect(grantableRoles(manager, 3)).toEqual([]);
  expect(grantableRoles(manager, null)).toEqual([]);
  expect(mayGrant(manager, { role: "owner", venue_id: 2 })).toBe(false);
});

it("counts roles at all venues for each venue", () => {
  expect(worksAt([{ role: "cashier", venue_id: null }], 2)).toBe(true);
  expect(worksAt([{ role: "cashier", venue_id: 3 }], 2)).toBe(false);
  expect(worksAt([{ role: "cashier", venue_id: 3 }], null)).toBe(true);
});
