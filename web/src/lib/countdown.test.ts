import { describe, expect, it } from "vitest";
import { announcedBetween, countdownInWords, countdownText, deadlineFrom, secondsLeft } from "./countdown.ts";

describe("a hold's clock", () => {
  it("uses the server's two timestamps, whatever the device's date is", () => {
    const deadline = deadlineFrom("2001-01-01T00:05:00Z", "2001-01-01T00:00:00Z", 1000);
    expect(deadline).toBe(301_000);
    expect(secondsLeft(deadline, 1000)).toBe(300);
    expect(secondsLeft(deadline, 300_001)).toBe(1);
    expect(secondsLeft(deadline, 301_000)).toBe(0);
    expect(secondsLeft(deadline, 900_000)).toBe(0);
  });

  it("is formatted for the screen and for screen readers", () => {
    expect(countdownText(192)).toBe("3:12");
    expect(countdownText(9)).toBe("0:09");
    expect(countdownInWords(300)).toBe("5 minutes");
    expect(countdownInWords(61)).toBe("1 minute 1 second");
    expect(countdownInWords(0)).toBe("0 seconds");
  });

  it("is announced at 2:00, 1:00 and 0:30 only", () => {
    const spoken = Array.from({ length: 300 }, (_, passed) => announcedBetween(300 - passed, 299 - passed));
    expect(spoken.filter((moment) => moment !== null)).toEqual([120, 60, 30]);
    expect(announcedBetween(130, 25)).toBe(30);
    expect(announcedBetween(60, 300)).toBe(null);
  });
});
