/** Where the words are: a catalogue for each feature, which travels with its code, and one for what all share. */
import { defineConfig } from "@lingui/cli";
import { formatter } from "@lingui/format-po";

export default defineConfig({
  sourceLocale: "en",
  locales: ["en", "de"],
  catalogs: [
    { path: "src/features/{name}/locales/{locale}", include: ["src/features/{name}"] },
    { path: "src/app/locales/{locale}", include: ["src/app", "src/ui", "src/api", "src/lib"] },
  ],
  // Line numbers would change with every edit.
  format: formatter({ lineNumbers: false }),
  orderBy: "message",
});
