/** The language that the app speaks; numbers, money and dates are written its way. */

import { i18n } from "@lingui/core";
import { readCookie, writeCookie } from "./cookies.ts";

const FORMATS = { en: "en-GB", de: "de-DE" } as const;

export type Language = keyof typeof FORMATS;

/** Each by its own name. */
export const LANGUAGES: Record<Language, string> = { en: "English", de: "Deutsch" };

const isLanguage = (text: string): text is Language => Object.hasOwn(FORMATS, text);

export const currentLanguage = (): Language => (isLanguage(i18n.locale) ? i18n.locale : "en");

/** The locale for `Intl`. */
export const formatLocale = (language: Language = currentLanguage()): string => FORMATS[language];

/** "German" for "de", in the app's language; a tag that nobody knows stays itself, an empty one stays empty. */
export function languageName(tag: string): string {
  if (tag === "") return "";
  try {
    return new Intl.DisplayNames(formatLocale(), { type: "language" }).of(tag) ?? tag;
  } catch {
    return tag;
  }
}

/** What the visitor chose, else what the server made of the browser's wishes. */
export function preferredLanguage(): Language {
  const chosen = readCookie("language") ?? "";
  if (isLanguage(chosen)) return chosen;
  const served = document.documentElement.lang;
  return isLanguage(served) ? served : "en";
}

/** Remembers the choice where the server sees it too; the next page speaks it. */
export const chooseLanguage = (language: Language): void => writeCookie("language", language);
