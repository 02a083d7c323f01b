import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "vite";
import { afterEach, beforeEach, expect, it } from "vitest";
import { replaceModules } from "./replace-modules.ts";

let folder = "";

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "modules-"));
  writeFileSync(join(folder, "page.js"), 'import { name } from "./library.js"; console.log(name);');
  writeFileSync(join(folder, "library.js"), 'export const name = "library";');
  writeFileSync(join(folder, "substitute.js"), 'export const name = "substitute";');
});
afterEach(() => rmSync(folder, { recursive: true }));

const buildReplacing = (imported: RegExp) =>
  build({
    root: folder,
    configFile: false,
    logLevel: "silent",
    plugins: [replaceModules([{ imported, by: join(folder, "substitute.js") }])],
    build: { write: false, rolldownOptions: { input: join(folder, "page.js") } },
  });

it("replaces a library's module", async () => {
  const result = JSON.stringify(await buildReplacing(/^\.\/library\.js$/));
  expect(result).toContain("console.log(`substitute`)");
});

it("fails if no module imports it", async () => {
  await expect(buildReplacing(/^\.\/renamed\.js$/)).rejects.toThrow("No module imports");
});
