/** The catalogues of messages: one for each feature of the app, loaded with its code, and one for the shared code. */
import { defineConfig } from "@lingui/cli";
import { formatter } from "@lingui/format-po";

/** The folders that only one feature uses. Their messages are in the catalogue of that feature. */
const FEATURES = { shows: [], seats: ["src/seat-map"], checkout: [], ticket: [] };

export default defineConfig({
  sourceLocale: "en",
  locales: ["en", "de"],
  catalogs: [
    ...Object.entries(FEATURES).map(([name, folders]) => ({
      path: `src/public/features/${name}/locales/{locale}`,
      include: [`src/public/features/${name}`, ...folders],
    })),
    { path: "src/public/app/locales/{locale}", include: ["src/public/app", "src/ui", "src/api", "src/lib"] },
  ],
  // Line numbers would change with every edit.
  format: formatter({ lineNumbers: false }),
  orderBy: "message",
});
