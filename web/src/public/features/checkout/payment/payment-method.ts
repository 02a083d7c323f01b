import { t } from "@lingui/core/macro";

/**
 * The common interface of the payment forms. `collect` returns the `payment` of the booking request, `focus` moves the focus to
 * the form.
 */

type Details = Record<string, unknown>;

export type PaymentMethod = { collect: () => Promise<Details>; focus: () => void };

/** The payment fields are incomplete or invalid. The message explains why. */
export class PaymentFieldError extends Error {}

export const notLoaded = () => t`The payment form hasn’t loaded yet. Wait a moment, then try again.`;

/** `method` is null until its form has loaded. Throws: PaymentFieldError. */
export async function collectFrom(method: PaymentMethod | null): Promise<Details> {
  if (method === null) throw new PaymentFieldError(notLoaded());
  return method.collect();
}
