import { describe, expect, it } from "vitest";
import { pollDelay } from "#api/payment.ts";
import type { PaymentState } from "#api/types.ts";
import { paymentStep } from "./payment-step.ts";

const pending = (action: NonNullable<PaymentState["next_action"]>): PaymentState => ({
  status: "PENDING",
  next_action: action,
});

describe("the step of a payment", () => {
  it("is processing, and overdue after a minute", () => {
    expect(paymentStep(undefined, true)).toEqual({ kind: "processing" });
    expect(paymentStep(pending({ type: "wait" }), true)).toEqual({ kind: "processing" });
    expect(paymentStep(pending({ type: "wait" }), false)).toEqual({ kind: "overdue" });
    expect(paymentStep(undefined, false)).toEqual({ kind: "overdue" });
  });

  it("is the bank's check, however long it takes", () => {
    const challenge = pending({ type: "demo_challenge", reference: "demo_1" });
    expect(paymentStep(challenge, false)).toEqual({ kind: "demo-bank" });
    const stripe = pending({ type: "stripe", client_secret: "pi_1_secret" });
    expect(paymentStep(stripe, true)).toEqual({ kind: "stripe", clientSecret: "pi_1_secret" });
  });

  it("ends booked, declined or expired", () => {
    expect(paymentStep({ status: "BOOKED", next_action: null }, false)).toEqual({ kind: "booked" });
    expect(paymentStep({ status: "EXPIRED", next_action: null }, true)).toEqual({ kind: "expired" });
    expect(
      paymentStep({ status: "DECLINED", next_action: null, decline_code: "card_declined" }, true),
    ).toEqual({ kind: "declined", code: "card_declined" });
    expect(paymentStep({ status: "DECLINED", next_action: null, decline_code: "unpaid" }, true)).toEqual({
      kind: "not-processed",
      code: "unpaid",
    });
  });
});

it("is polled at growing intervals, without an end", () => {
  expect([0, 1, 2].map(pollDelay)).toEqual([1000, 1500, 2250]);
  expect(pollDelay(40)).toBe(10_000);
});
