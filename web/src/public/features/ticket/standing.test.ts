import { expect, it } from "vitest";
import { orderOf, show } from "#test/box-office.ts";
import { standingOf } from "./standing.ts";

const before = Date.parse(show.ends_at) - 1;

it("says the strongest thing about a paid order", () => {
  const cancelled = { ...show, status: "CANCELLED" } as const;
  expect(standingOf(orderOf(), before)).toBe("booked");
  expect(standingOf(orderOf(), before + 1)).toBe("past");
  expect(standingOf(orderOf({ status: "PARTLY_REFUNDED" }), before)).toBe("booked");
  const tickets = orderOf().tickets.map((ticket) => ({ ...ticket, status: "VOIDED" }) as const);
  for (const status of ["REFUNDED", "NEEDS_ATTENTION"] as const) {
    expect(standingOf(orderOf({ status, tickets }), before + 1)).toBe("given-back");
    expect(standingOf(orderOf({ status, tickets, show: cancelled }), before)).toBe("cancelled");
  }
  expect(standingOf(orderOf({ status: "NEEDS_ATTENTION" }), before)).toBe("booked");
});
