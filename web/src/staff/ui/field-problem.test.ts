import { i18n } from "@lingui/core";
import { beforeAll, expect, it } from "vitest";
import { problemFrom } from "#api/problem.ts";
import { fieldProblem } from "./field-problem.ts";

beforeAll(() => i18n.loadAndActivate({ locale: "en", messages: {} }));

const refused = (errors: Record<string, string[]>) =>
  problemFrom(Response.json({ code: "invalid", status: 400, errors }, { status: 400 }));

it("says what to enter in a refused field, also for a part of it", async () => {
  const error = await refused({ "opening_hours.0.opens": ["From the server."], rows: ["From the server."] });
  expect(fieldProblem(error, "rows")).toBe("Enter a number from 1 to 200.");
  expect(fieldProblem(error, "opening_hours")).toContain("must not overlap");
});

it("says nothing about other fields, and repeats the server about fields that it does not know", async () => {
  const error = await refused({ format_names: ["From the server."] });
  expect(fieldProblem(error, "name")).toBeNull();
  expect(fieldProblem(error, "format_names")).toBe("From the server.");
  expect(fieldProblem(null, "name")).toBeNull();
});
