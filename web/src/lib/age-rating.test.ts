import { expect, it } from "vitest";
import { ageLabel, ageNotice } from "./age-rating.ts";

it("names the system and the label before the server's rule", () => {
  const rating = { system: "FSK", label: "16", rule: "For ages 16 and over." };
  expect(ageNotice(rating)).toBe("FSK 16: For ages 16 and over.");
});

it("does not break at a hyphen", () => {
  expect(ageLabel({ system: "MPA", label: "PG-13" })).toBe("MPA PG\u201113");
});

it("is empty without a rating", () => {
  expect(ageNotice(null)).toBe("");
});
