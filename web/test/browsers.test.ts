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

function check(code: string, styles: string) {
  writeFileSync(join(build, "assets", "page.js"), code);
  writeFileSync(join(build, "assets", "style.css"), styles);
  const { status, stderr } = spawnSync("node", ["tools/browsers/check.mjs", build], { encoding: "utf8" });
  return { status, stderr };
}

it("accepts what all browsers have, and what is feature-detected", () => {
  expect(
    check(
      "export const a = structuredClone([1].at(-1)); b.showModal(); if (window.URLPattern) new URLPattern();",
      "a { aspect-ratio: 1; inset: 0 } @supports (anchor-name: --a) { a { anchor-name: --a } }",
    ),
  ).toEqual({ status: 0, stderr: "" });
});

it("rejects functions, interfaces and styles that are too new", () => {
  const { status, stderr } = check(
    "Map.groupBy([], String); Promise.withResolvers(); x.toSorted(); a.union(b); new URLPattern();" +
      "Array.fromAsync(a); document.startViewTransition(f); a?.checkVisibility()",
    "@starting-style { a { opacity: 0 } } a:user-invalid { anchor-name: --a; color: light-dark(red, blue) }",
  );
  expect(status).toBe(1);
  const functions = ["groupBy", "withResolvers", "toSorted", "union", "URLPattern", "fromAsync"];
  const methods = ["startViewTransition", "checkVisibility"];
  const styles = ["starting-style", "user-invalid", "anchor-name", "light-dark"];
  for (const name of [...functions, ...methods, ...styles]) expect(stderr).toContain(name);
});
