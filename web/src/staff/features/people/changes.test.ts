import { expect, it } from "vitest";
import type { Grant, Person } from "#api/staff/types.ts";
import { changesOf, draftOf, rebased } from "./changes.ts";

const grant = (role: Grant["role"], venue_id: number | null = null): Grant => ({ role, venue_id });

const before: Person = {
  id: 7,
  email: "ada@kino.example",
  first_name: "Ada",
  last_name: "",
  state: "active",
  roles: [grant("cashier", 1), grant("steward", 1)],
  second_factor: false,
  approval_pin: "none",
  last_sign_in_at: null,
  version: 4,
};

it("sends only what differs", () => {
  expect(changesOf(before, draftOf(before))).toBeNull();
  expect(changesOf(before, { ...draftOf(before), roles: [...before.roles].reverse() })).toBeNull();
  expect(changesOf(before, { ...draftOf(before), first_name: " Ada " })).toBeNull();
  expect(changesOf(before, { ...draftOf(before), last_name: "Weber" })).toEqual({
    version: 4,
    last_name: "Weber",
  });
  const roles = [grant("manager"), grant("manager")];
  expect(changesOf(before, { ...draftOf(before), roles })).toEqual({ version: 4, roles: [grant("manager")] });
});

it("applies the change to what another person has saved", () => {
  const current: Person = {
    ...before,
    first_name: "Adele",
    roles: [grant("cashier", 1), grant("steward", 1), grant("accounts")],
    version: 5,
  };
  const draft = { first_name: "Ada", last_name: "Weber", roles: [grant("cashier", 1), grant("manager", 2)] };
  expect(rebased(before, draft, current)).toEqual({
    first_name: "Adele",
    last_name: "Weber",
    roles: [grant("cashier", 1), grant("accounts"), grant("manager", 2)],
  });
});

it("keeps a name that was changed on both sides as it is in the form", () => {
  const current = { ...before, first_name: "Adele", version: 5 };
  expect(rebased(before, { ...draftOf(before), first_name: "Augusta" }, current).first_name).toBe("Augusta");
});
