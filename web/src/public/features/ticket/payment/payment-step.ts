/** What the visitor is to see or do, by what the payment's status says and how long it has said so. */

import type { PaymentState } from "#api/types.ts";

export type PaymentStep =
  | { kind: "processing" }
  /** It takes longer than anybody likes to wait; it may still come to either end. */
  | { kind: "overdue" }
  | { kind: "demo-bank" }
  | { kind: "stripe"; clientSecret: string }
  | { kind: "declined"; code: string | null }
  | { kind: "expired" }
  | { kind: "booked" };

function stepOf(action: PaymentState["next_action"], patient: boolean): PaymentStep {
  if (action?.type === "demo_challenge") return { kind: "demo-bank" };
  if (action?.type === "stripe") return { kind: "stripe", clientSecret: action.client_secret ?? "" };
  return { kind: patient ? "processing" : "overdue" };
}

/** `state` is the last answer, if there was one; `patient` until a minute has passed. */
export function paymentStep(state: PaymentState | undefined, patient: boolean): PaymentStep {
  switch (state?.status) {
    case "BOOKED":
      return { kind: "booked" };
    case "DECLINED":
      return { kind: "declined", code: state.decline_code ?? null };
    case "EXPIRED":
      return { kind: "expired" };
    default:
      return stepOf(state?.next_action ?? null, patient);
  }
}
