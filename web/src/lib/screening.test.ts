import { expect, it } from "vitest";
import { versionOf } from "./screening.ts";

it("names format, language and subtitles, as far as they are known", () => {
  const all = { format: "IMAX", audio_language: "en", subtitle_language: "fr" };
  expect(versionOf(all)).toBe("IMAX · English · French subtitles");
  expect(versionOf({ ...all, audio_language: "", subtitle_language: "" })).toBe("IMAX");
  expect(versionOf({ ...all, audio_language: "not a tag", subtitle_language: "" })).toBe("IMAX · not a tag");
});
