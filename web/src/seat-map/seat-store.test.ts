import { beforeEach, describe, expect, it, vi } from "vitest";
import type { Seat, SeatStatus } from "#api/types.ts";
import { type FeedEvent, SeatStore } from "./seat-store.ts";

const seat = (id: number, change: Partial<Seat> = {}) =>
  ({
    id,
    row: "A",
    number: id,
    type: "standard",
    x: id,
    y: 1,
    price: "11.00",
    in_service: true,
    status: "AVAILABLE",
    ...change,
  }) as Seat;

describe("the seat store", () => {
  let store: SeatStore;

  beforeEach(() => {
    store = new SeatStore([
      seat(1),
      seat(2),
      seat(3, { status: "BOOKED" }),
      seat(4, { status: "LOCKED" }),
      seat(5, { in_service: false }),
    ]);
  });

  it("starts with the states of the layout", () => {
    expect([1, 3, 4, 5].map(store.get)).toEqual(["free", "taken", "held", "out"]);
  });

  it("notifies only the seats that changed", () => {
    const [first, second, third] = [vi.fn(), vi.fn(), vi.fn()];
    store.subscribe(1, first);
    store.subscribe(2, second);
    store.subscribe(3, third);
    store.setTaken([
      { id: 3, status: "BOOKED" },
      { id: 2, status: "LOCKED" },
    ]);
    expect(first).not.toHaveBeenCalled();
    expect(second).toHaveBeenCalledOnce();
    expect(third).not.toHaveBeenCalled();
    expect(store.get(4)).toBe("free");
  });

  it("shows a tap at once, then the seat as mine, even if an older list follows", () => {
    store.setPending([1], true);
    expect(store.get(1)).toBe("pending");
    store.setMine([1]);
    store.setPending([1], false);
    store.setTaken([{ id: 1, status: "LOCKED" }]);
    expect(store.get(1)).toBe("mine");
  });

  it("ignores the visitor's own seats in the server's list", () => {
    store.setTaken([{ id: 1, status: "LOCKED", mine: true }]);
    expect(store.get(1)).toBe("free");
  });

  it("marks a taken seat before the next list arrives", () => {
    store.addTaken([2]);
    expect(store.get(2)).toBe("taken");
  });

  it("has one tab stop", () => {
    const listener = vi.fn();
    store.setTabStop(1);
    store.subscribe(1, listener);
    store.setTabStop(2);
    expect(listener).toHaveBeenCalledOnce();
    expect([1, 2].map((id) => store.view(id).tabStop)).toEqual([false, true]);
  });

  it("does not notify after unsubscribing", () => {
    const listener = vi.fn();
    store.subscribe(1, listener)();
    store.addTaken([1]);
    expect(listener).not.toHaveBeenCalled();
  });

  const change = (id: number, status: SeatStatus, at = 0): FeedEvent => ({
    at,
    isSnapshot: false,
    seats: [{ id, status }],
  });

  it("applies the feed's changes, and notifies the seats that changed", () => {
    const [first, second] = [vi.fn(), vi.fn()];
    store.subscribe(1, first);
    store.subscribe(2, second);
    store.applyEvents([change(1, "LOCKED"), change(3, "AVAILABLE"), change(4, "BOOKED")]);
    expect([1, 2, 3, 4].map(store.get)).toEqual(["held", "free", "free", "taken"]);
    expect(first).toHaveBeenCalledOnce();
    expect(second).not.toHaveBeenCalled();
  });

  it("replaces all states by a snapshot", () => {
    store.applyEvents([{ at: 0, isSnapshot: true, seats: [{ id: 1, status: "BOOKED" }] }]);
    expect([1, 2, 3, 4, 5].map(store.get)).toEqual(["taken", "free", "free", "free", "out"]);
  });

  it("does not notify for a batch without a net change", () => {
    const listener = vi.fn();
    store.subscribe(1, listener);
    store.applyEvents([change(1, "LOCKED"), change(1, "AVAILABLE")]);
    expect(listener).not.toHaveBeenCalled();
  });

  it("keeps events that arrived while a list was loading", () => {
    store.applyEvents([change(1, "LOCKED", 100), change(2, "LOCKED", 300)]);
    store.setTaken([{ id: 4, status: "BOOKED" }], 200);
    expect([1, 2, 3, 4].map(store.get)).toEqual(["free", "held", "free", "taken"]);
  });

  it("returns only the visitor's seats that are gone according to the feed", () => {
    store.setMine([1, 2]);
    expect(store.applyEvents([change(1, "LOCKED"), change(2, "LOCKED")])).toEqual([]);
    expect(store.applyEvents([change(1, "AVAILABLE")])).toEqual([1]);
    expect(store.applyEvents([change(2, "BOOKED")])).toEqual([2]);
    expect(store.applyEvents([{ at: 0, isSnapshot: true, seats: [] }])).toEqual([1, 2]);
    expect(store.applyEvents([change(3, "LOCKED")])).toEqual([]);
    expect(store.get(1)).toBe("mine");
  });

  it("shows a released seat as free before the feed reports it", () => {
    store.setMine([1]);
    store.applyEvents([change(1, "LOCKED")]);
    store.setMine([]);
    expect(store.get(1)).toBe("free");
  });

  it("knows whether the feed has confirmed the visitor's seats", () => {
    store.setMine([1, 2]);
    store.applyEvents([change(1, "LOCKED")]);
    expect(store.confirmed).toBe(false);
    store.applyEvents([change(2, "LOCKED")]);
    expect(store.confirmed).toBe(true);
  });

  it("counts changes", () => {
    const listener = vi.fn();
    store.subscribeToAll(listener);
    store.applyEvents([change(1, "LOCKED"), change(2, "LOCKED")]);
    store.applyEvents([change(1, "LOCKED")]);
    expect(listener).toHaveBeenCalledOnce();
    expect(store.changes()).toBe(1);
  });
});
