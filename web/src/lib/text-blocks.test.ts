import { expect, it } from "vitest";
import { textBlocks } from "./text-blocks.ts";

it("splits a text into headings and paragraphs", () => {
  expect(textBlocks("\nOne\r\nline\r\n\r\n# Two \n \n\n<b>Three</b>")).toEqual([
    { heading: false, text: "One\nline" },
    { heading: true, text: "Two" },
    { heading: false, text: "<b>Three</b>" },
  ]);
  expect(textBlocks(" \n ")).toEqual([]);
});
