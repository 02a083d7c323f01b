import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { onServerClock, serverNow, setServerTime } from "./clock.ts";

beforeEach(() => vi.useFakeTimers({ toFake: ["Date", "performance"] }));
afterEach(() => vi.useRealTimers());

it("is NaN until the server's time is known, so that no comparison is true", () => {
  expect(serverNow()).toBeNaN();
  expect([serverNow() < 0, serverNow() >= 0]).toEqual([false, false]);
  expect(onServerClock(1000)).toBe(1000);
});

it("continues from the server's time, whatever the device's clock shows", () => {
  setServerTime("2031-03-01T10:00:00Z");
  vi.advanceTimersByTime(90_000);
  vi.setSystemTime(0);
  expect(new Date(serverNow()).toISOString()).toBe("2031-03-01T10:01:30.000Z");
});

it("converts a time of the device's clock", () => {
  setServerTime("2031-03-01T10:00:00Z");
  const readAt = Date.now();
  vi.advanceTimersByTime(60_000);
  expect(new Date(onServerClock(readAt)).toISOString()).toBe("2031-03-01T10:00:00.000Z");
});
