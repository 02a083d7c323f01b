import { expect, it } from "vitest";
import { groupBy } from "./group-by.ts";

it("keeps groups in the order of their first item, and items in theirs", () => {
  const groups = groupBy(["pear", "apple", "plum", "fig", "apricot"], (fruit) => fruit[0]);
  expect([...groups]).toEqual([
    ["p", ["pear", "plum"]],
    ["a", ["apple", "apricot"]],
    ["f", ["fig"]],
  ]);
  expect([...groupBy([], String)]).toEqual([]);
});
