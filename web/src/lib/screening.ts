/** The format and languages of a show. */

import { t } from "@lingui/core/macro";
import { languageName } from "./language.ts";

type Screening = { format: string; audio_language: string; subtitle_language: string };

/** "IMAX · English · French subtitles": the parts that are known. */
export function screeningText({ format, audio_language, subtitle_language }: Screening): string {
  const subtitles = languageName(subtitle_language);
  return [format, languageName(audio_language), subtitles && t`${subtitles} subtitles`]
    .filter(Boolean)
    .join(" · ");
}
