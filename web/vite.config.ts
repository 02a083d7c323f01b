import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { lingui } from "@lingui/vite-plugin";
import react from "@vitejs/plugin-react";
import browserslistToEsbuild from "browserslist-to-esbuild";
import type { Plugin, ProxyOptions } from "vite";
import { defineConfig } from "vitest/config";
import { replaceModules } from "./tools/replace-modules.ts";
import { serviceWorker } from "./tools/service-worker/plugin.ts";

const django = process.env.MATINEE_URL ?? "http://localhost:8000";

/** The order of the cascade layers, as in src/ui/tokens.css. The bundler may put another file first. */
const LAYERS = "@layer reset, tokens, base, components;";

export const layersFirst: Plugin = {
  name: "layers-first",
  enforce: "post",
  generateBundle(_, bundle) {
    for (const file of Object.values(bundle)) {
      if (file.type === "asset" && file.fileName.endsWith(".css")) file.source = LAYERS + file.source;
    }
  },
};

/** The server's first view needs the styles and fonts only. */
export const stylesFirst: Plugin = {
  name: "styles-first",
  transformIndexHtml: {
    order: "post",
    handler: (html) => {
      const [styles = ""] = /<link rel="stylesheet".*?>/.exec(html) ?? [];
      return html.replace(styles, "").replace('<link rel="icon"', `${styles}\n    $&`);
    },
  },
};

const styleFiles = new Map<string, string>();

/** "legend_item": names with hashes would make the styles 4 % larger. A build fails if two files have one name. */
export function className(name: string, file: string): string {
  const path = file.replace(/\?.*/, "");
  const base = basename(path, ".module.css");
  const known = styleFiles.get(base) ?? path;
  if (known !== path) throw new Error(`Two style sheets have one name: ${known} and ${path}`);
  styleFiles.set(base, path);
  return `${base}_${name}`;
}

/** `vite dev` serves the staff app, too: its page is the answer at all its addresses. */
const staffPage: Plugin = {
  name: "staff-page",
  configureServer(server) {
    server.middlewares.use((request, _, next) => {
      if (/^\/staff(?:\/|$)/.test(request.url ?? "")) request.url = "/staff.html";
      next();
    });
  },
};

/** Django refuses a change by a session whose Origin is another site. Its Host is set by `changeOrigin`. */
const withOwnOrigin: ProxyOptions["configure"] = (proxy) => {
  proxy.on("proxyReq", (request) => {
    if (request.hasHeader("origin")) request.setHeader("origin", django);
  });
};

const BASE = "/static/app/";

const tool = (path: string) => fileURLToPath(new URL(`tools/${path}`, import.meta.url));

/** Modules that every page loads: the libraries except the QR code's, and the modules of the shell. */
const SHARED = new RegExp(
  [
    "node_modules/(?!qr/)",
    "src/api/(request|problem|config|hold|stored-hold)\\.",
    "src/lib/(age-rating|announcements|when-loaded|storage|cookies|language|idempotency-key|clock|countdown|dot|group-by|limits|names|money|time)\\.",
    "src/ui/(button|share-button|notice|retry-notice|show-time|announcer|page-heading|countdown|use-online|use-seconds-left)\\.",
  ].join("|"),
);

/** What every seat map needs at once. Its sections, list, zooming, edges and tips load on demand. */
const SEAT_MAP =
  /src\/ui\/toolbar\.|src\/seat-map\/(?!sections\/|seat-list|directions|zoom\/zoom(?:-controller|-gestures)?\.|edges\/(?:follow-)?edges\.|seats\/seat-tip)/;

/** The plugins of both apps. */
export const compilers = (command: "build" | "serve") => [
  lingui({ macroTransform: true, failOnMissing: command === "build", failOnCompileError: true }),
  react(),
  replaceModules([
    // React has had this hook since version 18. The libraries import a substitute for older versions.
    { imported: /^use-sync-external-store\/shim(\/index\.js)?$/, by: "react" },
    // TanStack Query loads these two on every page, and the apps use neither: 2 kB.
    { imported: /^\.\/mutationCache\.js$/, by: tool("query-core/no-mutations.js") },
    { imported: /^\.\/infiniteQueryBehavior\.js$/, by: tool("query-core/no-infinite-queries.js") },
  ]),
  layersFirst,
  stylesFirst,
];

/** Twelve hexadecimal digits between dots: WhiteNoise treats such a file as immutable. */
export const fileNames = {
  hashCharacters: "hex",
  entryFileNames: "assets/[name].[hash:12].js",
  chunkFileNames: "assets/[name].[hash:12].js",
  assetFileNames: "assets/[name].[hash:12][extname]",
} as const;

export default defineConfig(({ command }) => ({
  plugins: [...compilers(command), serviceWorker(BASE), staffPage],
  base: command === "build" ? BASE : "/",
  css: command === "build" ? { modules: { generateScopedName: className } } : {},
  build: {
    outDir: "../src/matinee/pages/static/app",
    emptyOutDir: true,
    manifest: true,
    // The browsers of package.json.
    target: browserslistToEsbuild(),
    // One small file. In several files, the order of rules would depend on the order of visits.
    cssCodeSplit: false,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      output: {
        ...fileNames,
        // One chunk: split over several shared chunks, these modules cost each page 1 to 2 kB more.
        codeSplitting: {
          groups: [
            { name: "base", test: SHARED },
            { name: "seat-map", test: SEAT_MAP, includeDependenciesRecursively: false },
          ],
        },
      },
    },
  },
  server: {
    proxy: Object.fromEntries(
      ["/api", "/admin", "/static"].map((path) => [
        path,
        { target: django, changeOrigin: true, configure: withOwnOrigin },
      ]),
    ),
  },
  test: {
    restoreMocks: true,
    // A busy machine must not fail the tests.
    testTimeout: 30_000,
    // Much of the time is waiting.
    maxWorkers: "200%",
    projects: [
      {
        extends: true,
        test: { name: "units", include: ["{src,tools}/**/*.test.ts"], setupFiles: ["./test/english.ts"] },
      },
      {
        extends: true,
        test: {
          name: "app",
          include: ["test/**/*.test.{ts,tsx}"],
          environment: "jsdom",
          environmentOptions: { jsdom: { url: "http://localhost/" } },
          setupFiles: ["./test/setup.ts"],
        },
      },
    ],
  },
}));
