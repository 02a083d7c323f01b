/** The language of the app, which also determines the format of numbers, amounts and dates. */

import { i18n } from "@lingui/core";
import { readCookie, writeCookie } from "./cookies.ts";

const FORMATS = { en: "en-GB", de: "de-DE" } as const;

export type Language = keyof typeof FORMATS;

/** Each language in its own words. */
export const LANGUAGES: Record<Language, string> = { en: "English", de: "Deutsch" };

const isLanguage = (text: string): text is Language => Object.hasOwn(FORMATS, text);

export const currentLanguage = (): Language => (isLanguage(i18n.locale) ? i18n.locale : "en");

/** The locale for `Intl`. */
export const formatLocale = (language: Language = currentLanguage()): string => FORMATS[language];

/**
 * "German" for "de", in the app's language. An unknown tag is returned unchanged, an empty one stays empty.
 */
export function languageName(tag: string): string {
  if (tag === "") return "";
  try {
    return new Intl.DisplayNames(formatLocale(), { type: "language" }).of(tag) ?? tag;
  } catch {
    return tag;
  }
}

/** The visitor's choice, else the language that the server chose by `Accept-Language`. */
export function preferredLanguage(): Language {
  const chosen = readCookie("language") ?? "";
  if (isLanguage(chosen)) return chosen;
  const served = document.documentElement.lang;
  return isLanguage(served) ? served : "en";
}

/** Saves the choice in a cookie, which the server reads too. */
export const chooseLanguage = (language: Language): void => writeCookie("language", language);
