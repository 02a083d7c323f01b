import { expect, it } from "vitest";
import { weekdayName } from "#staff/team/local-time.ts";
import { daysAfter, dayText, mondayOf } from "./days.ts";

it("finds the Monday of a week, also over the end of a year", () => {
  expect(mondayOf("2026-12-01")).toBe("2026-11-30");
  expect(mondayOf("2026-11-30")).toBe("2026-11-30");
  expect(mondayOf("2027-01-03")).toBe("2026-12-28");
  expect(daysAfter("2026-12-28", 7)).toBe("2027-01-04");
});

it("names days", () => {
  expect([1, 2, 7].map(weekdayName)).toEqual(["Monday", "Tuesday", "Sunday"]);
  expect(dayText("2026-12-01")).toContain("1 Dec");
});
