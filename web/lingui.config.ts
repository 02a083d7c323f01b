/** The catalogues of messages: one for each feature of the app, loaded with its code, and one for the shared code. */
import { defineConfig } from "@lingui/cli";
import { formatter } from "@lingui/format-po";

/** Shared code by the features that show its messages. The other shared code is in the catalogue of the app. */
const SHARED_BY = {
  shows: ["src/lib/age-rating.ts"],
  seats: ["src/seat-map"],
  checkout: [
    "src/lib/age-rating.ts",
    "src/lib/entrance.ts",
    "src/api/decline-reason.ts",
    "src/ui/email-field.tsx",
    "src/ui/legal-links.tsx",
    "src/ui/show-hours.tsx",
  ],
  footer: ["src/ui/legal-links.tsx"],
  ticket: [
    "src/lib/entrance.ts",
    "src/api/decline-reason.ts",
    "src/ui/email-field.tsx",
    "src/ui/legal-links.tsx",
    "src/ui/show-hours.tsx",
  ],
};

/** The features of the staff app. Its shared code is in the catalogue of its shell. */
const STAFF_FEATURES = [
  "session",
  "people",
  "programs",
  "audit",
  "orders",
  "today",
  "films",
  "settings",
  "set-up",
  "prices",
  "devices",
];

export default defineConfig({
  sourceLocale: "en",
  locales: ["en", "de"],
  catalogs: [
    ...Object.entries(SHARED_BY).map(([feature, shared]) => ({
      path: `src/public/features/${feature}/locales/{locale}`,
      include: [`src/public/features/${feature}`, ...shared],
    })),
    {
      path: "src/public/app/locales/{locale}",
      include: ["src/public/app", "src/ui", "src/api", "src/lib"],
      exclude: [...Object.values(SHARED_BY).flat(), "src/api/staff"],
    },
    ...STAFF_FEATURES.map((feature) => ({
      path: `src/staff/features/${feature}/locales/{locale}`,
      include: [`src/staff/features/${feature}`],
    })),
    {
      path: "src/staff/app/locales/{locale}",
      include: [
        ...["src/staff/app", "src/staff/team", "src/staff/ui", "src/api/staff"],
        ...["src/ui/announcer.tsx", "src/ui/field.tsx", "src/ui/retry-notice.tsx"],
      ],
    },
  ],
  // Line numbers would change with every edit.
  format: formatter({ lineNumbers: false }),
  orderBy: "message",
});
