import { describe, expect, it } from "vitest";
import { dayAndMonth, dayLong, dayShort, isDay, weekendOf } from "./days.ts";
import { addDays, businessDay, clockTime, dateText } from "./time.ts";

describe("the venue's clock", () => {
  it("shows the time of the venue, not the visitor's", () => {
    expect(clockTime("2026-11-25T19:15:00Z", "Europe/Berlin")).toBe("20:15");
    expect(clockTime("2026-11-25T19:15:00Z", "America/New_York")).toBe("14:15");
    expect(dateText("2026-11-25T23:30:00Z", "Europe/Berlin")).toBe("Thursday 26 November");
  });

  it.each(["localtime", "Factory", "", "Mars/Olympus"])(
    "goes by the offset where the browser doesn't know the zone %j",
    (zone) => {
      expect(clockTime("2026-11-25T20:15:00+01:00", zone)).toBe("20:15");
      expect(clockTime("2026-11-25T20:15:00-03:30", zone)).toBe("20:15");
      expect(clockTime("2026-11-25T20:15:00Z", zone)).toBe("20:15");
      expect(dateText("2026-11-26T00:30:00+01:00", zone)).toBe("Thursday 26 November");
      expect(businessDay("2026-11-26T00:30:00+01:00", zone, "05:00")).toBe("2026-11-25");
      expect(businessDay(Date.parse("2026-11-26T00:30:00Z"), zone, "05:00")).toBe("2026-11-25");
    },
  );

  it("assigns a show after midnight to the business day before", () => {
    expect(businessDay("2026-11-25T23:15:00Z", "Europe/Berlin", "05:00:00")).toBe("2026-11-25");
    expect(businessDay("2026-11-26T04:00:00Z", "Europe/Berlin", "05:00:00")).toBe("2026-11-26");
    expect(businessDay("2026-11-26T03:59:00Z", "Europe/Berlin", "05:00:00")).toBe("2026-11-25");
  });

  it("adds days across daylight saving time and the end of the year", () => {
    expect(addDays("2026-03-28", 2)).toBe("2026-03-30");
    expect(addDays("2026-12-31", 1)).toBe("2027-01-01");
    expect(addDays("2026-03-01", -1)).toBe("2026-02-28");
  });

  it.each([
    ["2026-11-30", ["2026-12-05", "2026-12-06"]],
    ["2026-12-04", ["2026-12-05", "2026-12-06"]],
    ["2026-12-05", ["2026-12-05", "2026-12-06"]],
    ["2026-12-06", ["2026-12-06"]],
  ])("names what is left of the weekend on %s", (today, days) => {
    expect(weekendOf(today)).toEqual(days);
  });

  it("names a day at several lengths", () => {
    expect(dayShort("2026-11-25")).toBe("Wed 25 Nov");
    expect(dayAndMonth("2026-12-12")).toBe("12 December");
    expect(dateText("2026-11-25T23:30:00Z", "Europe/Berlin", "short")).toBe("Thu 26 Nov");
  });

  it("validates a day from the address", () => {
    expect(isDay("2026-11-25")).toBe(true);
    expect(isDay("2028-02-29")).toBe(true);
    for (const none of ["2026-13-01", "2026-02-31", "2026-02-29", "2026-11-31", "2026-11-00", "0001-01-01"]) {
      expect(isDay(none)).toBe(false);
    }
    for (const none of ["3000-01-01", "20261125", "2026-11-25T00:00", " 2026-11-25", "-2026-11-25", ""]) {
      expect(isDay(none)).toBe(false);
    }
    expect(isDay("tomorrow")).toBe(false);
    expect(isDay(null)).toBe(false);
    expect(dayLong("2026-11-25")).toBe("Wednesday 25 November");
  });
});
