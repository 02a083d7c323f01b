import { expect, it } from "vitest";
import { codeInGroups, formatList, seatNames } from "./names.ts";

it("names seats in their order", () => {
  const seats = [
    { row: "AA", number: 1 },
    { row: "B", number: 10 },
    { row: "B", number: 2 },
  ];
  expect(seatNames(seats)).toEqual(["B2", "B10", "AA1"]);
  expect(formatList(["F12"])).toBe("F12");
  expect(formatList(["F11", "F12", "F13"])).toBe("F11, F12 and F13");
});

it("groups a code by four characters", () => {
  expect(codeInGroups("ABCDEFGHJKLM")).toBe("ABCD-EFGH-JKLM");
  expect(codeInGroups("ABCD-EFGH-JKLM")).toBe("ABCD-EFGH-JKLM");
  expect(codeInGroups("ABCDE")).toBe("ABCD-E");
});
