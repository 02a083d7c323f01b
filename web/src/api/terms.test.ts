import { i18n } from "@lingui/core";
import { afterEach, expect, it } from "vitest";
import { legalPageQuery, termsQuery } from "./terms.ts";

afterEach(() => i18n.activate("en"));

it("caches the terms and the legal pages of each language", () => {
  const keys = () => [termsQuery(1).queryKey, legalPageQuery(1, "terms").queryKey];
  expect(keys()).toEqual([
    ["terms", 1, "en"],
    ["legal", 1, "terms", "en"],
  ]);
  i18n.load("de", {});
  i18n.activate("de");
  expect(keys()).toEqual([
    ["terms", 1, "de"],
    ["legal", 1, "terms", "de"],
  ]);
});
