import { expect, it } from "vitest";
import { orderOf, show } from "#test/fake-api.ts";
import { orderStateOf } from "./order-state.ts";

const before = Date.parse(show.ends_at) - 1;

it("returns the state with the highest precedence", () => {
  const cancelled = { ...show, status: "CANCELLED" } as const;
  expect(orderStateOf(orderOf(), before)).toBe("booked");
  expect(orderStateOf(orderOf(), before + 1)).toBe("past");
  expect(orderStateOf(orderOf({ status: "PARTLY_REFUNDED" }), before)).toBe("booked");
  const tickets = orderOf().tickets.map((ticket) => ({ ...ticket, status: "VOIDED" }) as const);
  for (const status of ["REFUNDED", "NEEDS_ATTENTION"] as const) {
    expect(orderStateOf(orderOf({ status, tickets }), before + 1)).toBe("given-back");
    expect(orderStateOf(orderOf({ status, tickets, show: cancelled }), before)).toBe("cancelled");
  }
  expect(orderStateOf(orderOf({ status: "NEEDS_ATTENTION" }), before)).toBe("booked");
});
