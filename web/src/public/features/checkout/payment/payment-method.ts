import { t } from "@lingui/core/macro";

/** What every way to pay has in common: asked when the button is pressed, it gives what the API wants. */

type Details = Record<string, unknown>;

export type PaymentMethod = { collect: () => Promise<Details> };

/** The visitor has to look at the payment fields again; the message says why. */
export class PaymentFieldError extends Error {}

export const notLoaded = () => t`The payment form hasn’t loaded yet. Wait a moment, then try again.`;

/** `method` is null until its fields are on the page. Throws: PaymentFieldError. */
export async function collectFrom(method: PaymentMethod | null): Promise<Details> {
  if (method === null) throw new PaymentFieldError(notLoaded());
  return method.collect();
}
