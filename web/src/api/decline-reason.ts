/** Messages for the decline codes of payment providers. Most of them mean that the card was declined. */

import { i18n, type MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";

const REASONS: Record<string, MessageDescriptor> = {
  insufficient_funds: msg`There isn’t enough money on this card.`,
  expired_card: msg`This card has expired.`,
  incorrect_number: msg`This card number isn’t right. Check its digits.`,
  invalid_number: msg`This card number isn’t right. Check its digits.`,
  incorrect_cvc: msg`The card’s security code isn’t right.`,
  invalid_cvc: msg`The card’s security code isn’t right.`,
  invalid_expiry_month: msg`The card’s expiry date isn’t right.`,
  invalid_expiry_year: msg`The card’s expiry date isn’t right.`,
  not_a_test_card: msg`This is a demonstration and takes test cards only, such as 4242 4242 4242 4242.`,
  authentication_failed: msg`Your bank couldn’t confirm that it was you.`,
  payment_intent_authentication_failure: msg`Your bank couldn’t confirm that it was you.`,
  invalid_method: msg`Your payment details can’t be used. Enter them again.`,
};

/** Codes of payments that did not reach the bank: the provider could not be reached, or got no request. */
const NOT_SENT_TO_BANK: Record<string, MessageDescriptor> = {
  provider_unreachable: msg`The payment service could not be reached.`,
  unpaid: msg`The payment did not reach your bank.`,
  cancelled: msg`The payment was stopped before your bank got it.`,
};

const INPUT_ERRORS: ReadonlySet<string> = new Set([
  "incorrect_number",
  "invalid_number",
  "incorrect_cvc",
  "invalid_cvc",
  "invalid_expiry_month",
  "invalid_expiry_year",
  "not_a_test_card",
  "invalid_method",
]);

/** Whether the reason says what to enter instead. */
export const isInputError = (code: string | null | undefined): boolean => INPUT_ERRORS.has(code ?? "");

/** Whether the bank declined the payment. If not, the same card can be tried again. */
export const isBanksDecline = (code: string | null | undefined): boolean =>
  !Object.hasOwn(NOT_SENT_TO_BANK, code ?? "");

export const declineReason = (code: string | null | undefined): string =>
  i18n._(REASONS[code ?? ""] ?? NOT_SENT_TO_BANK[code ?? ""] ?? msg`Your card was declined.`);
