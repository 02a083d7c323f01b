import { expect, it } from "vitest";
import { declineReason } from "./decline-reason.ts";

it("says why a card was declined, if the code is known", () => {
  expect(declineReason("insufficient_funds")).toBe("There isn’t enough money on this card.");
  expect(declineReason("authentication_failed")).toMatch(/couldn’t confirm that it was you/);
  expect(declineReason("a_code_of_tomorrow")).toBe("Your card was declined.");
  expect(declineReason(null)).toBe("Your card was declined.");
});
