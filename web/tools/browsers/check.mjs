/**
 * Fails when the built code uses what browsers of package.json's `browserslist` lack: the bundler rewrites syntax,
 * not functions. `es-x` knows JavaScript's own functions and finds methods by their name, whatever they are called
 * on; `compat` knows the browsers' interfaces.
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
 * Rules that are off. Arrays have had most of these methods for long: on iterators, the compiler's `lib` finds them
 * in our own code. `take` is a method of ours in src/api/hold.ts. `findLast` is newer than ES2022, but all of the
 * browsers have it.
 */
const OFF = [
  "array-prototype-findlast-findlastindex",
  ...["every", "filter", "find", "flatmap", "foreach", "map", "reduce", "some", "take"].map(
    (name) => `iterator-prototype-${name}`,
  ),
];

/** What the code asks for before it uses it: the beginning of the file's name, and a part of the message. */
const HANDLED = [
  ["base.", "navigator.connection"], // React DOM: `if (navigator.connection)`
  ["ticket-page.", "navigator.wakeLock"], // use-awake-screen.ts: `"wakeLock" in navigator`
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

// Throws where there are no files.
const results = await linter.lintFiles(["assets/**/*.js", "*.js"]);
for (const { filePath, messages } of results) {
  for (const { ruleId, message, line, column } of messages) {
    if (isHandled(filePath, message)) continue;
    console.error(`${filePath}:${line}:${column} ${message} (${ruleId})`);
    process.exitCode = 1;
  }
}
