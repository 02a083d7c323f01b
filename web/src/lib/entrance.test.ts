import { expect, it } from "vitest";
import { entranceText } from "./entrance.ts";

it("says what is asked for at the entrance", () => {
  expect(entranceText({ requires_proof: false, minimum_age: null })).toBe("");
  expect(entranceText({ requires_proof: true, minimum_age: null })).toBe("with proof");
  expect(entranceText({ requires_proof: true, minimum_age: 16 })).toBe("from 16 years, with proof");
});
