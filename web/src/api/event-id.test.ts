import { describe, expect, it } from "vitest";
import { compareEvents, parseEventId, reconnectDelay } from "./event-id.ts";

describe("the id of an event", () => {
  const at = (count: number, epoch = "7f3a") => ({ epoch, count });

  it("is parsed", () => {
    expect(parseEventId("7f3a-12")).toEqual({ epoch: "7f3a", count: 12 });
    expect(parseEventId("7f3a:12")).toBe(null);
    expect(parseEventId("")).toBe(null);
    expect(parseEventId("7f3a")).toBe(null);
  });

  it("is the next one, an old one, or shows a gap", () => {
    expect(compareEvents(at(4), at(5))).toBe("next");
    expect(compareEvents(at(4), at(4))).toBe("old");
    expect(compareEvents(at(4), at(3))).toBe("old");
    expect(compareEvents(at(4), at(6))).toBe("gap");
  });

  it("shows a gap after a restart of the process, and before a snapshot", () => {
    expect(compareEvents(at(4), at(5, "9c01"))).toBe("gap");
    expect(compareEvents(at(4), at(1, "9c01"))).toBe("gap");
    expect(compareEvents(null, at(5))).toBe("gap");
    expect(compareEvents(at(4), null)).toBe("gap");
  });
});

it("delays reconnects exponentially up to half a minute, with jitter", () => {
  expect([0, 1, 2, 3].map((failures) => reconnectDelay(failures, 1))).toEqual([1000, 2000, 4000, 8000]);
  expect([0, 1, 2, 3].map((failures) => reconnectDelay(failures, 0))).toEqual([500, 1000, 2000, 4000]);
  expect(reconnectDelay(40, 1)).toBe(30_000);
});
