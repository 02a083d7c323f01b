import { i18n } from "@lingui/core";
import { expect, it } from "vitest";
import type { PriceCard, StaffTicketType } from "#api/staff/types.ts";
import { amountsOf, draftOf, isAmount, newDraft, shownAmount } from "./amounts.ts";

const TYPES = [
  { id: 1, adjustment: "0.00" },
  { id: 2, adjustment: "-2.00" },
] as StaffTicketType[];

it("reads amounts as they are typed", () => {
  expect(["12", "-2,50", " 0.005 ", "−1"].every(isAmount)).toBe(true);
  expect(["", "2.", "1.2.3", "one", "1e3"].some(isAmount)).toBe(false);
});

it("shows amounts as people type them in the language of the app", () => {
  expect(shownAmount("-2.00")).toBe("-2.00");
  i18n.loadAndActivate({ locale: "de", messages: {} });
  expect(newDraft(TYPES).types[2]).toEqual({ kind: "adjustment", amount: "-2,00" });
  expect(shownAmount("9")).toBe("9");
  i18n.loadAndActivate({ locale: "en", messages: {} });
});

it("starts a new card with the usual adjustments", () => {
  expect(amountsOf({ ...newDraft(TYPES), base: "6,5" })).toEqual({
    base: "6.5",
    ticket_types: [{ ticket_type: 2, adjustment: "-2.00" }],
    seat_types: [],
    formats: [],
    running_times: [],
  });
});

it("leaves out what is empty, and waits for what is half typed", () => {
  const draft = { ...newDraft([]), base: "6", seats: { premium: " " } };
  const empty = { id: 0, name: "", amount: "" };
  expect(amountsOf({ ...draft, formats: [empty] })?.formats).toEqual([]);
  expect(amountsOf({ ...draft, formats: [{ ...empty, name: "3D" }] })).toBeNull();
  expect(amountsOf({ ...draft, formats: [{ ...empty, amount: "2" }] })).toBeNull();
  expect(amountsOf({ ...draft, lengths: [{ id: 0, minutes: "long", amount: "2" }] })).toBeNull();
  expect(amountsOf({ ...draft, base: "" })).toBeNull();
});

it("sends a loaded card back as it was", () => {
  const amounts = {
    base: "6.00",
    ticket_types: [
      { ticket_type: 1, adjustment: "1.00", fixed: null },
      { ticket_type: 2, adjustment: null, fixed: "4.00" },
    ],
    seat_types: [{ seat_type: "premium", amount: "2.00" }],
    formats: [{ format: "3D", amount: "1.50" }],
    running_times: [{ from_minutes: 150, amount: "1.00" }],
  };
  expect(amountsOf(draftOf({ name: "Tuesday", ...amounts } as PriceCard))).toEqual({
    ...amounts,
    ticket_types: [
      { ticket_type: 1, adjustment: "1.00" },
      { ticket_type: 2, fixed: "4.00" },
    ],
  });
});
