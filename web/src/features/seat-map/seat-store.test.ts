import { beforeEach, describe, expect, it, vi } from "vitest";
import type { Seat } from "#api/types.ts";
import { SeatStore } from "./seat-store.ts";

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

  it("begins with what the layout says", () => {
    expect([1, 3, 4, 5].map(store.get)).toEqual(["free", "taken", "held", "out"]);
  });

  it("tells the seats that changed, and no other", () => {
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

  it("shows a tap at once, then the seat as mine whatever a late list says", () => {
    store.setPending([1], true);
    expect(store.get(1)).toBe("pending");
    store.setMine([1]);
    store.setPending([1], false);
    store.setTaken([{ id: 1, status: "LOCKED" }]);
    expect(store.get(1)).toBe("mine");
  });

  it("takes my own seats in the server's list for nobody else's", () => {
    store.setTaken([{ id: 1, status: "LOCKED", mine: true }]);
    expect(store.get(1)).toBe("free");
  });

  it("marks a lost seat before the next list comes", () => {
    store.addTaken([2]);
    expect(store.get(2)).toBe("taken");
  });

  it("has one tab stop", () => {
    const heard = vi.fn();
    store.setTabStop(1);
    store.subscribe(1, heard);
    store.setTabStop(2);
    expect(heard).toHaveBeenCalledOnce();
    expect([1, 2].map(store.isTabStop)).toEqual([false, true]);
  });

  it("hears nothing after it is left", () => {
    const heard = vi.fn();
    store.subscribe(1, heard)();
    store.addTaken([1]);
    expect(heard).not.toHaveBeenCalled();
  });
});
