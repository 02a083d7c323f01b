/** Why a payment was declined, in the visitor's words. */

const REASONS: Record<string, string> = {
  insufficient_funds: "There isn’t enough money on this card.",
  expired_card: "This card has expired.",
  incorrect_number: "This card number isn’t right. Check its digits.",
  invalid_number: "This card number isn’t right. Check its digits.",
  incorrect_cvc: "The card’s security code isn’t right.",
  not_a_test_card: "This is a demonstration and takes test cards only, such as 4242 4242 4242 4242.",
  authentication_failed: "Your bank couldn’t confirm that it was you.",
  payment_intent_authentication_failure: "Your bank couldn’t confirm that it was you.",
  invalid_method: "Your payment details can’t be used. Enter them again.",
};

export const declineText = (code: string | null | undefined): string =>
  REASONS[code ?? ""] ?? "Your card was declined.";
