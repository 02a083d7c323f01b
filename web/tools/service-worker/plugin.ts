/** Writes sw.js: worker.js with the names of the build's files. */

import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Plugin } from "vite";

const SOURCE = join(import.meta.dirname, "worker.js");

/** The extended Latin font is cached only after a page has used it. */
const PRECACHED = /^assets\/(?!.*latin-ext).*\.(?:js|css|woff2)$/;

export function serviceWorker(base: string): Plugin {
  return {
    name: "service-worker",
    apply: "build",
    writeBundle({ dir = "" }, bundle) {
      const files = Object.keys(bundle).filter((name) => PRECACHED.test(name));
      const entry = Object.values(bundle).find((file) => file.type === "chunk" && file.isEntry);
      const source = readFileSync(SOURCE, "utf8");
      const build = createHash("sha256").update(source).update(files.sort().join("\n"));
      const constants = {
        BUILD: build.digest("hex").slice(0, 12),
        FILES: files.map((name) => base + name),
        ENTRY: base + entry?.fileName,
      };
      const head = Object.entries(constants).map(
        ([name, value]) => `const ${name} = ${JSON.stringify(value)};\n`,
      );
      writeFileSync(join(dir, "sw.js"), head.join("") + source);
    },
  };
}
