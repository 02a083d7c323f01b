/**
 * Fails if the built code uses an interface that a browser of package.json's `browserslist` lacks. The bundler
 * rewrites syntax, but not functions. `es-x` checks the functions of JavaScript, and finds methods by name on any
 * object. `compat` checks the browsers' interfaces.
 */
import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { ESLint } from "eslint";
import compat from "eslint-plugin-compat";
import es from "eslint-plugin-es-x";

const web = join(import.meta.dirname, "../..");
const { browserslist } = JSON.parse(readFileSync(join(web, "package.json"), "utf8"));
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

/** Feature-detected interfaces: the start of the file name and a part of the message. */
const HANDLED = [
  ["base.", "navigator.connection"], // React DOM: `if (navigator.connection)`
  ["ticket-page.", "navigator.wakeLock"], // use-wake-lock.ts: `"wakeLock" in navigator`
  ["qr.", "toBase64"], // qr: `typeof bytes.toBase64 === "function"`
];
const isHandled = (file, message) =>
  HANDLED.some(([name, part]) => basename(file).startsWith(name) && message.includes(part));

const linter = new ESLint({
  cwd: folder,
  ignore: false,
  allowInlineConfig: false,
  overrideConfigFile: true,
  overrideConfig: [
    compat.configs["flat/recommended"],
    es.configs["flat/restrict-to-es2022"],
    {
      settings: { browsers: browserslist, "es-x": { aggressive: true } },
      rules: Object.fromEntries(OFF.map((name) => [`es-x/no-${name}`, "off"])),
    },
  ],
});

// Throws if there are no files.
const results = await linter.lintFiles(["assets/**/*.js", "*.js"]);
for (const { filePath, messages } of results) {
  for (const { ruleId, message, line, column } of messages) {
    if (isHandled(filePath, message)) continue;
    console.error(`${filePath}:${line}:${column} ${message} (${ruleId})`);
    process.exitCode = 1;
  }
}
