// @vitest-environment jsdom
import { i18n } from "@lingui/core";
import { renderHook } from "@testing-library/react";
import { afterEach, beforeEach, expect, it } from "vitest";
import { show, venue } from "#test/fake-api.ts";
import { savedProgramme, useSaveProgramme } from "./saved-programme.ts";
import type { SelectedDays } from "./use-selected-days.ts";

const day = "2031-03-04";
const selected: SelectedDays = {
  venue,
  today: day,
  date: day,
  days: [day],
  isNextDay: false,
  isPending: false,
};

beforeEach(() => {
  renderHook(() => useSaveProgramme(selected, [show], 1));
});
afterEach(() => i18n.activate("en"));

it("saves the shows of the selected days", () => {
  expect(savedProgramme()).toMatchObject({ venue: 1, date: day, shows: [show] });
});

it("ignores a programme in another language", () => {
  i18n.load("de", {});
  i18n.activate("de");
  expect(savedProgramme()).toBe(null);
  i18n.activate("en");
  expect(savedProgramme()).not.toBe(null);
});

it("ignores a programme in another format", () => {
  const { version, ...rest } = JSON.parse(localStorage.getItem("matinee.programme") ?? "");
  for (const entry of [rest, { ...rest, version: version + 1 }]) {
    localStorage.setItem("matinee.programme", JSON.stringify(entry));
    expect(savedProgramme()).toBe(null);
  }
});
