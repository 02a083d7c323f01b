import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

const django = process.env.MATINEE_URL ?? "http://localhost:8000";

export default defineConfig(({ command }) => ({
  plugins: [react()],
  base: command === "build" ? "/static/app/" : "/",
  build: {
    outDir: "../src/matinee/pages/static/app",
    emptyOutDir: true,
    manifest: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      output: {
        // Twelve hexadecimal digits between dots: what WhiteNoise takes for a file that never changes.
        hashCharacters: "hex",
        entryFileNames: "assets/[name].[hash:12].js",
        chunkFileNames: "assets/[name].[hash:12].js",
        assetFileNames: "assets/[name].[hash:12][extname]",
      },
    },
  },
  server: {
    proxy: Object.fromEntries(
      ["/api", "/admin", "/static"].map((path) => [path, { target: django, changeOrigin: true }]),
    ),
  },
  test: {
    environment: "jsdom",
    environmentOptions: { jsdom: { url: "http://localhost/" } },
    setupFiles: ["./test/setup.ts"],
    restoreMocks: true,
  },
}));
