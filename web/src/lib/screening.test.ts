import { expect, it } from "vitest";
import { screeningText } from "./screening.ts";

it("names the known format, language and subtitles", () => {
  const all = { format: "IMAX", audio_language: "en", subtitle_language: "fr" };
  expect(screeningText(all)).toBe("IMAX · English · French subtitles");
  expect(screeningText({ ...all, audio_language: "", subtitle_language: "" })).toBe("IMAX");
  expect(screeningText({ ...all, audio_language: "not a tag", subtitle_language: "" })).toBe(
    "IMAX · not a tag",
  );
});
