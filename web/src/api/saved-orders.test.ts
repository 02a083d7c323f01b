// @vitest-environment jsdom
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { setServerTime } from "#lib/clock.ts";
import { orderOf, show } from "#test/fake-api.ts";
import { deleteOldOrders, savedOrder, savedOrders, saveOrder } from "./saved-orders.ts";

const ends = Date.parse(show.ends_at);
const DAY = 24 * 3600 * 1000;

/** On the server's clock. The device's is ten days ahead. */
function setNow(moment: number): void {
  vi.setSystemTime(moment + 10 * DAY);
  setServerTime(new Date(moment).toISOString());
}

beforeEach(() => vi.useFakeTimers({ toFake: ["Date", "performance"] }));
afterEach(() => vi.useRealTimers());

it("saves a booking until three days after its show", () => {
  setNow(ends + 3 * DAY);
  saveOrder(orderOf());
  deleteOldOrders();
  expect(savedOrder("s3cret")).toEqual(orderOf());
  setNow(ends + 3 * DAY + 1);
  expect(savedOrders()).toEqual([]);
  deleteOldOrders();
  expect(savedOrder("s3cret")).toBe(null);
});

it("does not save an old booking", () => {
  setNow(ends + 3 * DAY + 1);
  saveOrder(orderOf());
  expect(savedOrder("s3cret")).toBe(null);
});

it("lists the next show first", () => {
  setNow(ends - 30 * DAY);
  const sooner = { ...show, starts_at: "2031-03-01T20:15:00+01:00", ends_at: "2031-03-01T22:30:00+01:00" };
  saveOrder(orderOf({ secret: "later" }));
  saveOrder(orderOf({ secret: "sooner", show: sooner }));
  expect(savedOrders().map((order) => order.secret)).toEqual(["sooner", "later"]);
});
