import { expect, it } from "vitest";
import { changedEntries, changesBetween } from "./changes.ts";

it("sends only what differs", () => {
  const before = { phone: "1", opening_hours: [{ weekday: 1 }], email: "" };
  expect(changesBetween(before, { ...before, opening_hours: [{ weekday: 1 }] })).toBeNull();
  expect(changesBetween(before, { ...before, phone: "2" })).toEqual({ phone: "2" });
  expect(changesBetween(before, { opening_hours: [] })).toEqual({ opening_hours: [] });
});

it("sends only the entries that differ", () => {
  const page = { kind: "terms", language: "de", text: "A" };
  expect(changedEntries([page], [page, { ...page, language: "en" }])).toEqual([{ ...page, language: "en" }]);
  expect(changedEntries([page], [{ ...page, text: "" }])).toEqual([{ ...page, text: "" }]);
});
