import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";

let build = "";

beforeEach(() => {
  build = mkdtempSync(join(tmpdir(), "build-"));
  mkdirSync(join(build, "assets"));
  writeFileSync(join(build, "sw.js"), "");
});
afterEach(() => rmSync(build, { recursive: true }));

function check(code: string) {
  writeFileSync(join(build, "assets", "page.js"), code);
  const { status, stderr } = spawnSync("node", ["tools/browsers/check.mjs", build], { encoding: "utf8" });
  return { status, stderr };
}

it("accepts what all browsers have, and feature-detected APIs", () => {
  expect(
    check("export const a = structuredClone([1].at(-1)); if (window.URLPattern) new URLPattern();"),
  ).toEqual({ status: 0, stderr: "" });
});

it("rejects functions and interfaces that are too new", () => {
  const { status, stderr } = check(
    "Map.groupBy([], String); Promise.withResolvers(); x.toSorted(); a.union(b); new URLPattern(); Array.fromAsync(a)",
  );
  expect(status).toBe(1);
  for (const name of ["groupBy", "withResolvers", "toSorted", "union", "URLPattern", "fromAsync"]) {
    expect(stderr).toContain(name);
  }
});
