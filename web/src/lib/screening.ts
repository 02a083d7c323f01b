/** In which version a film is shown. */

import { t } from "@lingui/core/macro";
import { formatLocale } from "./language.ts";

type Screening = { format: string; audio_language: string; subtitle_language: string };

/** "English" for "en"; a tag that nobody can name stays a tag. */
function languageName(tag: string): string {
  try {
    return new Intl.DisplayNames(formatLocale(), { type: "language" }).of(tag) ?? tag;
  } catch {
    return tag;
  }
}

/** "IMAX · English · French subtitles", as far as it is known. */
export function versionOf({ format, audio_language, subtitle_language }: Screening): string {
  const subtitles = subtitle_language && languageName(subtitle_language);
  return [format, audio_language && languageName(audio_language), subtitles && t`${subtitles} subtitles`]
    .filter(Boolean)
    .join(" · ");
}
