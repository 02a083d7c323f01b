/** Fails if the first load of a page, or the start of the staff app, exceeds its budget (kB; gzip, fonts uncompressed). */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

const BUDGET = { js: 100, css: 12, fonts: 75 };
const STAFF_BUDGET = { "js and css": 250 };
const folder = join(import.meta.dirname, "../../src/matinee/pages/static/app");
const manifestOf = (app) => JSON.parse(readFileSync(join(folder, app, ".vite/manifest.json"), "utf8"));
const manifest = manifestOf(".");

/** A chunk with all its static imports. */
function closure(key, seen = new Set(), chunks = manifest) {
  if (seen.has(key)) return seen;
  seen.add(key);
  for (const imported of chunks[key].imports ?? []) closure(imported, seen, chunks);
  return seen;
}

const kilobytes = (file, compress) => {
  const bytes = readFileSync(join(folder, file));
  return (compress ? gzipSync(bytes, { level: 9 }) : bytes).length / 1000;
};
const sum = (files, compress) => [...files].reduce((total, file) => total + kilobytes(file, compress), 0);
const script = (keys) => sum(new Set([...keys].map((key) => manifest[key].file)), true);

/** The size of a folder's catalogue, in the language with the larger one. */
function catalogue(source) {
  const catalogues = Object.keys(manifest).filter((key) => key.startsWith(`${source}/locales/`));
  return Math.max(0, ...catalogues.map((key) => kilobytes(manifest[key].file, true)));
}

const entry = Object.keys(manifest).find((key) => manifest[key].isEntry);
const start = "src/public/app/start.tsx";
const files = [...new Set(Object.values(manifest).map((chunk) => chunk.file))];
const everyPage = {
  js: script(closure(start, closure(entry))) + catalogue("src/public/app"),
  css: sum(
    files.filter((file) => file.endsWith(".css")),
    true,
  ),
  // The extended Latin font loads only on pages that use its letters.
  fonts: sum(
    files.filter((file) => file.endsWith(".woff2") && !file.includes("latin-ext")),
    false,
  ),
};

function report(page, used, budget = BUDGET) {
  for (const [kind, amount] of Object.entries(used)) {
    const above = amount > budget[kind];
    console.log(
      `${page.padEnd(50)} ${kind.padEnd(5)} ${amount.toFixed(1).padStart(6)} of ${budget[kind]} kB`,
    );
    if (above) process.exitCode = 1;
  }
}

report("every page", everyPage);
for (const page of manifest[start].dynamicImports.filter((key) => key.endsWith("-page.tsx"))) {
  const feature = page.slice(0, page.lastIndexOf("/"));
  const catalogues = catalogue("src/public/app") + catalogue(feature);
  report(page, { js: script(closure(page, closure(start, closure(entry)))) + catalogues });
}

/** The start of the staff app: its entry, the styles, and the catalogue of the shell in its larger language. */
const staff = manifestOf("staff");
const staffKeys = [...closure("staff.html", new Set(), staff)];
const staffFiles = new Set(
  staffKeys.flatMap((key) => [staff[key].file, ...(staff[key].css ?? [])]).map((file) => `staff/${file}`),
);
const staffCatalogues = ["de", "en"].map((language) => staff[`src/staff/app/locales/${language}.po`].file);
const largest = Math.max(...staffCatalogues.map((file) => kilobytes(`staff/${file}`, true)));
report("staff app", { "js and css": sum(staffFiles, true) + largest }, STAFF_BUDGET);
