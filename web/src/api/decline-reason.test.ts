import { expect, it } from "vitest";
import { declineReason, isBanksDecline } from "./decline-reason.ts";

it("says why a card was declined, if the code is known", () => {
  expect(declineReason("insufficient_funds")).toBe("There isn’t enough money on this card.");
  expect(declineReason("authentication_failed")).toMatch(/couldn’t confirm that it was you/);
  expect(declineReason("a_code_of_tomorrow")).toBe("Your card was declined.");
  expect(declineReason(null)).toBe("Your card was declined.");
});

it("does not call a payment declined that did not reach the bank", () => {
  expect(declineReason("unpaid")).toBe("The payment did not reach your bank.");
  expect(declineReason("provider_unreachable")).toBe("The payment service could not be reached.");
  expect(["unpaid", "provider_unreachable", "cancelled"].map(isBanksDecline)).toEqual([false, false, false]);
  expect(["card_declined", "a_code_of_tomorrow", null].map(isBanksDecline)).toEqual([true, true, true]);
});
