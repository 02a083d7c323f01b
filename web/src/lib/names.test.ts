import { expect, it } from "vitest";
import { codeInGroups, formatList, seatNames, seatRuns } from "./names.ts";

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

it("names three or more seats side by side by the first and the last", () => {
  const seats = (row: string, ...numbers: number[]) => numbers.map((number) => ({ row, number }));
  expect(seatRuns(seats("E", 12, 10, 9, 11))).toBe("E9–E12");
  expect(seatRuns(seats("E", 9, 10))).toBe("E9, E10");
  expect(seatRuns([...seats("F", 3, 1), ...seats("E", 3, 4, 5, 7, 8, 9, 10)])).toBe("E3–E5, E7–E10, F1, F3");
  expect(seatRuns([...seats("A", 1, 2), ...seats("B", 3, 4)])).toBe("A1, A2, B3, B4");
});

it("groups a code by four characters", () => {
  expect(codeInGroups("ABCDEFGHJKLM")).toBe("ABCD-EFGH-JKLM");
  expect(codeInGroups("ABCD-EFGH-JKLM")).toBe("ABCD-EFGH-JKLM");
  expect(codeInGroups("ABCDE")).toBe("ABCD-E");
});
