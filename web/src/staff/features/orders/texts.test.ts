import { expect, it } from "vitest";
import type { FoundOrder, OrderEmail, OrderRefund, OrderTicket } from "#api/staff/types.ts";
import {
  attendanceText,
  cardText,
  emailState,
  orderState,
  providerName,
  reasonText,
  refundState,
  seatsToShow,
  sendingText,
  ticketState,
} from "./texts.ts";

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
  expect(emailState(email, true).text).toBe("Being sent");
  expect(emailState({ ...email, error: "SMTPException" }, true).tone).toBe("warn");
  expect(emailState({ ...email, status: "FAILED", error: "SMTPException" }, true).tone).toBe("danger");
});

it("shows reasons and providers as people say them", () => {
  expect(reasonText("by staff: the projector failed")).toBe("the projector failed");
  expect(reasonText("given back")).toBe("Given back by the customer");
  expect(providerName("stripe")).toBe("Card (Stripe)");
  expect(providerName("another")).toBe("another");
  expect(cardText("4242")).toBe("Card ending in 4242");
});

it("does not say that an email was sent, if the site has no mail server", () => {
  const email = { status: "NOT_SENT", error: "" } as OrderEmail;
  expect(emailState(email, false).text).toBe("Not sent: no mail server");
  expect(emailState(email, true).text).toBe("Not sent: no mail server");
  expect(emailState({ ...email, status: "WAITING" }, false).text).toBe("Not sent: no mail server");
  expect(emailState({ ...email, status: "SENT" }, false).text).toBe("Sent");
  expect(sendingText({ sends_email: true }, "a@example.org")).toBe("The tickets are sent to a@example.org.");
  expect(sendingText({ sends_email: false }, "a@example.org")).toMatch(/^Not sent: /);
});

it("shows the seats of valid tickets", () => {
  const [one, other] = [{ name: "G8" }, { name: "G9" }] as OrderTicket["seat"][];
  const tickets = [
    { status: "VOIDED", seat: one },
    { status: "VALID", seat: other },
  ] as OrderTicket[];
  const seats = [one, other] as OrderTicket["seat"][];
  expect(seatsToShow({ tickets, seats })).toEqual([other]);
  expect(seatsToShow({ tickets: [], seats })).toEqual(seats);
});

it("counts one ticket as one", () => {
  expect(attendanceText(1, 0)).toBe("1 ticket, 0 admitted");
  expect(attendanceText(2, 1)).toBe("2 tickets, 1 admitted");
});
