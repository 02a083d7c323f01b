/**
 * Fails if a built file uses what a browser of package.json's `browserslist` lacks. The bundler rewrites syntax, but
 * not functions. `es-x` checks the functions of JavaScript, and finds methods by name on any object. `compat` and
 * `new-methods` check the browsers' interfaces, `use-baseline` the style sheets.
 */
import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import css from "@eslint/css";
import { ESLint } from "eslint";
import { defineConfig } from "eslint/config";
import compat from "eslint-plugin-compat";
import es from "eslint-plugin-es-x";
import { newMethods } from "./new-methods.mjs";

const web = join(import.meta.dirname, "../..");
const { browserslist } = JSON.parse(readFileSync(join(web, "package.json"), "utf8"));
const [baselineDate] = browserslist.join().match(/\d{4}-\d\d-\d\d/);
const folder = process.argv[2] ?? join(web, "../src/matinee/pages/static/app");

/**
 * Rules that are off. Most of these methods also exist on arrays. On iterators, the compiler's `lib` finds them in
 * our own code. `findLast` is newer than ES2022, but all of the browsers have it.
 */
const OFF = [
  "array-prototype-findlast-findlastindex",
  ...["every", "filter", "find", "flatmap", "foreach", "map", "reduce", "some"].map(
    (name) => `iterator-prototype-${name}`,
  ),
];

/** Feature-detected interfaces, and functions of libraries: the start of the file name and a part of the message. */
const HANDLED = [
  ["base.", "navigator.connection"], // React DOM: `if (navigator.connection)`
  ["base.", "createContext()"], // React's function
  ["base.", "isActive()"], // React Query's method
  ["", "isConditionalMediationAvailable"], // api/staff/passkeys.ts: `isConditionalMediationAvailable?.()`
  ["ticket-page.", "navigator.wakeLock"], // use-wake-lock.ts: `"wakeLock" in navigator`
  ["qr.", "toBase64"], // qr: `typeof bytes.toBase64 === "function"`
];
const isHandled = (file, message) =>
  HANDLED.some(([name, part]) => basename(file).startsWith(name) && message.includes(part));

/** The rule knows years only: what became available in 2022 or before, and what is listed here. */
const STYLES = {
  available: 2022,
  // All of the browsers have these, since the first half of 2023.
  allowAtRules: ["container"],
  allowFunctions: ["color-mix"],
  allowProperties: [
    "container-type",
    "outline",
    "user-select", // Safari has it with a prefix, which the build adds.
    // The page is complete without these: colours, scroll bars, line breaks.
    "accent-color",
    "forced-color-adjust",
    "overscroll-behavior-x",
    "scrollbar-gutter",
    "scrollbar-width",
    "text-size-adjust",
    "text-wrap",
  ],
  // Firefox since 121: before, the checkout is narrower, and a ticket does not show the edge of the next one.
  allowSelectors: ["has"],
};

const linter = new ESLint({
  cwd: folder,
  ignore: false,
  allowInlineConfig: false,
  overrideConfigFile: true,
  overrideConfig: defineConfig([
    {
      files: ["**/*.js"],
      extends: [compat.configs["flat/recommended"], es.configs["flat/restrict-to-es2022"]],
      plugins: { matinee: { rules: { "new-methods": newMethods } } },
      settings: { browsers: browserslist, baselineDate, "es-x": { aggressive: true } },
      rules: {
        ...Object.fromEntries(OFF.map((name) => [`es-x/no-${name}`, "off"])),
        "matinee/new-methods": "error",
      },
    },
    {
      files: ["**/*.css"],
      plugins: { css },
      language: "css/css",
      rules: { "css/use-baseline": ["error", STYLES] },
    },
  ]),
});

// Throws if there are no files.
const results = await linter.lintFiles(["**/assets/*.js", "*.js", "**/assets/*.css"]);
for (const { filePath, messages } of results) {
  for (const { ruleId, message, line, column } of messages) {
    if (isHandled(filePath, message)) continue;
    console.error(`${filePath}:${line}:${column} ${message} (${ruleId})`);
    process.exitCode = 1;
  }
}
