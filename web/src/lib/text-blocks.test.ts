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

it("makes a heading of each line that starts with #", () => {
  expect(textBlocks("# Cancellation\nYou can cancel\nuntil noon.\n## Fees\n# None\nRow #1")).toEqual([
    { heading: true, text: "Cancellation" },
    { heading: false, text: "You can cancel\nuntil noon." },
    { heading: true, text: "Fees" },
    { heading: true, text: "None" },
    { heading: false, text: "Row #1" },
  ]);
});
