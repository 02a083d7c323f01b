import { expect, it } from "vitest";
import { type HallDraft, hallOf } from "./hall-drawing.ts";

const draft: HallDraft = {
  name: "Hall 1",
  isDrawn: false,
  rows: "10",
  seats: " 12 ",
  aisles: "4, 8",
  firstRow: " b ",
  cleaning: "15",
  plan: "ss",
};

it("sends a rectangle with its aisles", () => {
  expect(hallOf(draft, 7)).toEqual({
    venue_id: 7,
    name: "Hall 1",
    first_row: "B",
    cleaning_minutes: 15,
    plan: "",
    rows: 10,
    seats_per_row: 12,
    aisles: [4, 8],
  });
  expect(hallOf({ ...draft, aisles: " " }, 7)).toMatchObject({ aisles: [] });
});

it("sends a drawing without rows and seats", () => {
  expect(hallOf({ ...draft, isDrawn: true }, 7)).toEqual({
    venue_id: 7,
    name: "Hall 1",
    first_row: "B",
    cleaning_minutes: 15,
    plan: "ss",
    rows: 0,
    seats_per_row: 0,
    aisles: [],
  });
});

it("leaves it to the server to refuse what is no number", () => {
  expect(hallOf({ ...draft, rows: "ten", aisles: "x" }, 7)).toMatchObject({ rows: 0, aisles: [0] });
});
