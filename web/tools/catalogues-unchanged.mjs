/** Fails when a sentence of the source is in no catalogue, or when one is left that nobody says any more. */
import { execFileSync } from "node:child_process";
import { globSync, readFileSync } from "node:fs";

const catalogues = () =>
  globSync("src/**/locales/*.po")
    .sort()
    .map((path) => path + readFileSync(path, "utf8"))
    .join();

const before = catalogues();
execFileSync("npm", ["run", "--silent", "words"], { stdio: ["ignore", "ignore", "inherit"] });
if (catalogues() !== before) {
  console.error(
    "The catalogues of words have changed. Translate what is new and commit them: src/**/locales/",
  );
  process.exitCode = 1;
}
