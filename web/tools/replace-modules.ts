/** Replaces modules of libraries in the build. Fails if no module imports one of them, as after an update. */

import type { Plugin } from "vite";

type Replacement = { imported: RegExp; by: string };

export function replaceModules(replacements: readonly Replacement[]): Plugin {
  const unused = new Set(replacements);
  return {
    name: "replace-modules",
    apply: "build",
    enforce: "pre",
    resolveId(imported, importer, options) {
      const found = replacements.find((one) => one.imported.test(imported));
      if (!found) return null;
      unused.delete(found);
      return this.resolve(found.by, importer, options);
    },
    buildEnd(error) {
      if (error || unused.size === 0) return;
      const names = [...unused].map((one) => one.imported);
      this.error(`No module imports ${names.join(" or ")}, see vite.config.ts.`);
    },
  };
}
