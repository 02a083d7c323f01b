/** Fails if a message of the source is in no catalogue, or if a catalogue has an unused message. */
import { execFileSync } from "node:child_process";
import { globSync, readFileSync } from "node:fs";

const catalogues = () =>
  globSync("src/**/locales/*.po")
    .sort()
    .map((path) => path + readFileSync(path, "utf8"))
    .join();

const before = catalogues();
execFileSync("npm", ["run", "--silent", "catalogues"], { stdio: ["ignore", "ignore", "inherit"] });
if (catalogues() !== before) {
  console.error("The catalogues have changed. Translate the new messages and commit them: src/**/locales/");
  process.exitCode = 1;
}
