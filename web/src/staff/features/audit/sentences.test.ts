import { expect, it } from "vitest";
import type { AuditEntry } from "#api/staff/types.ts";
import { SENTENCES, whatText, whoText } from "./sentences.ts";

const names = {
  people: new Map([[7, "Ada Weber"]]),
  keys: new Map([[3, "Website …abcd"]]),
  venues: [{ id: 1, name: "Odeon" }],
};

function entry(change: Partial<AuditEntry>): AuditEntry {
  const nobody = { person_id: null, person: null, approver_id: null, approver: null, api_key_id: null };
  return {
    id: 1,
    at: "2026-12-01T09:00:00Z",
    ...nobody,
    device_id: null,
    venue_id: null,
    action: "person changed",
    object_type: "person",
    object_id: 7,
    label: null,
    facts: {},
    ...change,
  };
}

it("says who did it", () => {
  expect(whoText(entry({ person_id: 7, person: "Ada Weber" }), names)).toBe("Ada Weber");
  expect(whoText(entry({ person_id: 8 }), names)).toBe("person 8");
  expect(whoText(entry({ api_key_id: 3 }), names)).toBe("Program: Website …abcd");
  expect(whoText(entry({ device_id: 4 }), names)).toBe("device 4");
  expect(whoText(entry({}), names)).toBe("A command on the server");
  const approved = entry({ person_id: 7, person: "Ada Weber", approver_id: 9, approver: "Olga" });
  expect(whoText(approved, names)).toBe("Ada Weber, approved by Olga");
});

const cashier = [{ role: "cashier", venue_id: 1 }];
const state = (roles: object[], is_active = true) => ({ roles, is_active });
const changed = (before: object, after: object) => whatText(entry({ facts: { before, after } }), names);

it("says what changed of a person", () => {
  expect(changed(state([]), state(cashier))).toBe(
    "Changed the roles of Ada Weber from no role to Cashier at Odeon.",
  );
  expect(changed(state(cashier), state(cashier, false))).toBe("Deactivated Ada Weber.");
  expect(changed(state(cashier, false), state(cashier))).toBe("Activated Ada Weber.");
  expect(changed(state(cashier), state(cashier))).toBe("Changed the name of Ada Weber.");
});

it.each([
  ["person invited", { after: { roles: cashier } }, 7, "Invited Ada Weber: Cashier at Odeon."],
  ["invitation renewed", {}, 7, "Made a new link for Ada Weber, which sets a new password."],
  ["invitation accepted", {}, 7, "Set a password with the link of an invitation."],
  ["password changed", {}, 7, "Changed their password."],
  ["second factor set up", {}, 7, "Set up a second factor."],
  ["passkey registered", {}, 5, "Registered a passkey."],
  ["passkey removed", {}, 5, "Removed a passkey."],
  ["approval pin removed", {}, 7, "Removed the approval PIN of Ada Weber."],
  [
    "approval pin locked",
    {},
    7,
    "Typed a wrong approval PIN for the fifth time: the PIN of Ada Weber is locked.",
  ],
  ["action approved", { action: "refund order" }, 2, "Got an approval for an action."],
  ["device paired", { kind: "door" }, 4, "Paired the device 4."],
  [
    "api key created",
    { after: { role: "manager" } },
    3,
    "Created the key of a program: Website …abcd, with the role Manager.",
  ],
  ["api key revoked", {}, 4, "Revoked the key of a program: key 4."],
  ["show moved", {}, 5, "show moved (person 5)"],
])("has a sentence for %s", (action, facts, object_id, text) => {
  expect(whatText(entry({ action, facts, object_id }), names)).toBe(text);
});

it.each(Object.keys(SENTENCES))("does not show %s as it is stored", (action) => {
  expect(whatText(entry({ action }), names)).toMatch(/^[A-Z].*\.$/);
  expect(whatText(entry({ action }), names)).not.toContain(action);
});

const label = (name: string, starts_at: string | null = null) => ({
  name,
  starts_at,
  timezone: "Europe/Berlin",
});

it.each([
  ["order refunded", label("ABCDEFGHJ2"), "Refunded booking ABCD-EFGH-J2."],
  ["hall created", label("Hall 1"), "Created the hall Hall 1."],
  ["price card applied", label("Tuesday"), "Applied price card Tuesday. Shows with new prices: 0."],
  ["price rule created", label("Tuesday"), "Added a price rule for the card Tuesday."],
  ["device revoked", label("Door 1"), "Revoked the device Door 1."],
])("names the object of %s", (action, of, text) => {
  expect(whatText(entry({ action, label: of }), names)).toBe(text);
});

it("names the film and the time of a show", () => {
  const scheduled = entry({ action: "show scheduled", label: label("Alien", "2026-12-01T19:15:00Z") });
  expect(whatText(scheduled, names)).toMatch(/^Put a show on the programme: Alien, .*20:15\.$/);
});
