import { expect, it } from "vitest";
import { declineText } from "./decline.ts";

it("says why a card was declined, as far as the bank tells", () => {
  expect(declineText("insufficient_funds")).toBe("There isn’t enough money on this card.");
  expect(declineText("authentication_failed")).toMatch(/couldn’t confirm that it was you/);
  expect(declineText("a_code_of_tomorrow")).toBe("Your card was declined.");
  expect(declineText(null)).toBe("Your card was declined.");
});
