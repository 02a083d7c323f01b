/** The step of a pending payment, from its status and the time since it started. */

import { isBanksDecline } from "#api/decline-reason.ts";
import type { PaymentState } from "#api/types.ts";

export type PaymentStep =
  | { kind: "processing" }
  /** The payment takes unusually long. It may still succeed or fail. */
  | { kind: "overdue" }
  | { kind: "demo-bank" }
  | { kind: "stripe"; clientSecret: string }
  | { kind: "declined"; code: string | null }
  /** The payment did not reach the bank. The same card can be tried again. */
  | { kind: "not-processed"; code: string | null }
  | { kind: "expired" }
  | { kind: "booked" };

function stepOf(action: PaymentState["next_action"], inTime: boolean): PaymentStep {
  if (action?.type === "demo_challenge") return { kind: "demo-bank" };
  if (action?.type === "stripe") return { kind: "stripe", clientSecret: action.client_secret ?? "" };
  return { kind: inTime ? "processing" : "overdue" };
}

/** `state` is the last response, if any. `inTime` is true during the first minute. */
export function paymentStep(state: PaymentState | undefined, inTime: boolean): PaymentStep {
  switch (state?.status) {
    case "BOOKED":
      return { kind: "booked" };
    case "DECLINED":
      return {
        kind: isBanksDecline(state.decline_code) ? "declined" : "not-processed",
        code: state.decline_code ?? null,
      };
    case "EXPIRED":
      return { kind: "expired" };
    default:
      return stepOf(state?.next_action ?? null, inTime);
  }
}
