import { expect, it } from "vitest";
import { ageNotice } from "./age-rating.ts";

it.each([
  ["0", /for all ages/],
  ["FSK 0", /for all ages/],
  ["G", /for all ages/],
  ["12", /^Rated 12: for ages 12 and over\. Bring proof of age/],
  ["FSK 16", /^Rated FSK 16: for ages 16 and over/],
  ["12A", /for ages 12 and over/],
  ["18", /for ages 18 and over/],
  ["PG", /children may come/],
  ["PG-13", /^Rated PG-13: parts may not suit children under 13/],
  ["R", /under 17 only with a parent or guardian.*Ask for the age rule at the box office/],
  ["NC-17", /adults only/],
  ["Btl", /^Rated Btl: ask for the age rule at the box office\.$/],
])("says what %s asks", (rating, sentence) => {
  expect(ageNotice(rating)).toMatch(sentence);
});

it("is empty without a rating", () => {
  expect(ageNotice("")).toBe("");
});
