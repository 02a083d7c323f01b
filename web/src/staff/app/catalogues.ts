/** The catalogues of translated messages. Each feature has its own, which loads together with its code. */

import { i18n, type Messages } from "@lingui/core";
import { preferredLanguage } from "#lib/language.ts";

const catalogues = import.meta.glob<Messages>("../**/locales/*.po", { import: "messages" });

/** `folder` is "app" or "features/…". Throws: Error if the catalogue does not load. */
export async function loadCatalogue(folder: string): Promise<void> {
  const language = preferredLanguage();
  const path = folder === "app" ? "./" : `../${folder}/`;
  const load = catalogues[`${path}locales/${language}.po`];
  if (!load) throw new Error(`There are no messages for ${folder} in ${language}.`);
  i18n.load(language, await load());
  i18n.activate(language);
}
