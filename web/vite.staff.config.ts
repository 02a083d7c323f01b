/** Builds the staff app on its own, so that it shares no chunk with the public app and changes none. */

import browserslistToEsbuild from "browserslist-to-esbuild";
import { defineConfig } from "vite";
import { className, compilers, fileNames } from "./vite.config.ts";

export default defineConfig(({ command }) => ({
  plugins: compilers(command),
  base: "/static/app/staff/",
  publicDir: false as const,
  css: { modules: { generateScopedName: className } },
  build: {
    outDir: "../src/matinee/pages/static/app/staff",
    emptyOutDir: true,
    manifest: true,
    target: browserslistToEsbuild(),
    cssCodeSplit: false,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: "staff.html",
      output: {
        ...fileNames,
        codeSplitting: { groups: [{ name: "base", test: /node_modules\/(?!qr\/)/ }] },
      },
    },
  },
}));
