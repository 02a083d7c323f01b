import { expect, it } from "vitest";
import type { OrderEvent, OrderRecord } from "#api/staff/types.ts";
import { actorText, eventText } from "./event-sentences.ts";

const seat = (id: number, name: string) => ({
  id,
  name,
  section: "",
  row: name.charAt(0),
  label: name.slice(1),
});
const order: Pick<OrderRecord, "currency" | "seats"> = {
  currency: "EUR",
  seats: [seat(1, "F12"), seat(2, "F13"), seat(3, "F14")],
};

const event = (
  type: string,
  facts: OrderEvent["facts"] = {},
  more: Partial<OrderEvent> = {},
): OrderEvent => ({
  at: "2026-12-01T12:00:00Z",
  actor: "staff:7",
  who: null,
  approver: null,
  type,
  facts,
  email: null,
  ...more,
});

it.each([
  [
    "refunded",
    { seat_ids: [1, 3], amount: "24.000", reason: "ill" },
    "Refunded F12 and F14: €24.00. Reason: ill",
  ],
  ["refunded", { seat_ids: [2], amount: "12.000" }, "Refunded F13: €12.00."],
  ["tickets printed again", { seat_ids: [1, 2] }, "Printed a copy: F12 and F13."],
  [
    "settled",
    { how: "Paid back in cash, receipt 17", amount: "24.00" },
    "Settled: Paid back in cash, receipt 17",
  ],
  ["settled", {}, "The payment was taken."],
  ["refund refused", { refund_id: 4 }, "The payment provider refused the refund."],
  ["something new", {}, "something new"],
])("says what %s means", (type, facts, text) => {
  expect(eventText(event(type, facts), order)).toBe(text);
});

it.each([
  [{ who: "Ada Lovelace" }, "Ada Lovelace"],
  [{ actor: "customer" }, "Customer"],
  [{ actor: "provider" }, "Payment provider"],
  [{ actor: "system" }, "The system"],
  [{ actor: "key:4" }, "A program"],
  [{ actor: "staff:9" }, "A former member of staff"],
  [{ actor: "operator:root" }, "root"],
  [
    { who: "Ada Lovelace", approver: "Mara Weber", facts: { approver_id: 8 } },
    "Ada Lovelace, approved by Mara Weber",
  ],
  [{ who: "Ada Lovelace", facts: { approver_id: 8 } }, "Ada Lovelace, approved by a former member of staff"],
])("says who did it: %o", (more, text) => {
  expect(actorText(event("paid", {}, more))).toBe(text);
});
