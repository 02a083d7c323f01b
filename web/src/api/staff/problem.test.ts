import { expect, it } from "vitest";
import { Problem } from "#api/problem.ts";
import { nextCursor } from "./client.ts";
import { codeOf, currentPerson, fieldMessages, staffProblemText } from "./problem.ts";

const problem = (status: number, data: object, retryAfter: number | null = null) =>
  new Problem(status, data, retryAfter);

it("names what to do next for each refusal", () => {
  expect(staffProblemText(problem(409, { code: "last-owner" }))).toMatch(/^At least one owner/);
  expect(staffProblemText(problem(429, { code: "too-many-requests" }, 30))).toMatch(/in 30 seconds\.$/);
  expect(staffProblemText(problem(500, {}))).toBe("That didn’t work. Load the page again.");
});

it("reads the messages about a field, and the current state of a stale save", () => {
  const invalid = problem(400, { code: "invalid", errors: { password: ["Too short.", "Too common."] } });
  expect(fieldMessages(invalid, "password")).toEqual(["Too short.", "Too common."]);
  expect(fieldMessages(invalid, "email")).toEqual([]);
  expect(fieldMessages(null, "email")).toEqual([]);
  expect(currentPerson(invalid)).toBeNull();
  const stale = problem(409, { code: "changed-meanwhile", current: { id: 7, version: 3 } });
  expect(currentPerson(stale)).toEqual({ id: 7, version: 3 });
  expect(codeOf(new Error())).toBeNull();
});

it("finds the cursor of the next page", () => {
  expect(nextCursor({ next: "https://kino.example/api/staff/audit/?cursor=abc&page_size=50" })).toBe("abc");
  expect(nextCursor({ next: null })).toBeUndefined();
});
