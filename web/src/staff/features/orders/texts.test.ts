import { expect, it } from "vitest";
import type { FoundOrder, OrderEmail, OrderRefund, OrderTicket } from "#api/staff/types.ts";
import { emailState, orderState, providerName, reasonText, refundState, ticketState } from "./texts.ts";

it("shows that an order needs attention, whatever its own status is", () => {
  const order = { status: "REFUNDED", needs_attention: true } as FoundOrder;
  expect(orderState(order)).toEqual({ text: "Needs attention", tone: "warn" });
  expect(orderState({ ...order, needs_attention: false })).toEqual({ text: "Refunded", tone: "quiet" });
});

it("shows a ticket as void, even if a door had admitted it", () => {
  const ticket = { status: "VALID", admitted_at: null } as OrderTicket;
  expect(ticketState(ticket).text).toBe("Valid");
  expect(ticketState({ ...ticket, admitted_at: "2026-12-01T12:00:00Z" }).text).toBe("Admitted");
  expect(ticketState({ ...ticket, status: "VOIDED", admitted_at: "2026-12-01T12:00:00Z" }).text).toBe("Void");
});

it("tells a refused refund that staff have paid from one that is owed", () => {
  const refund = { status: "REFUSED", settled_at: null } as OrderRefund;
  expect(refundState(refund)).toEqual({ text: "Refused", tone: "warn" });
  expect(refundState({ ...refund, settled_at: "2026-12-01T12:00:00Z" }).text).toBe("Settled by staff");
});

it("tells an email that is tried again from one that failed for good", () => {
  const email = { status: "WAITING", error: "" } as OrderEmail;
  expect(emailState(email).text).toBe("Being sent");
  expect(emailState({ ...email, error: "SMTPException" }).tone).toBe("warn");
  expect(emailState({ ...email, status: "FAILED", error: "SMTPException" }).tone).toBe("danger");
});

it("shows reasons and providers as people say them", () => {
  expect(reasonText("by staff: the projector failed")).toBe("the projector failed");
  expect(reasonText("given back")).toBe("Given back by the customer");
  expect(providerName("stripe")).toBe("Card (Stripe)");
  expect(providerName("another")).toBe("another");
});
