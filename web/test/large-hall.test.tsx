import { screen, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { expect, it } from "vitest";
import type { Seat } from "#api/types.ts";
import { fakeApi, layout } from "./fake-api.ts";
import { openApp } from "./open-app.tsx";

/** 40 rows of 40 + 40 seats with an aisle between: two blocks in three groups of rows. Row R1 is taken. */
const many = Array.from({ length: 3200 }, (_, index) => {
  const [row, number] = [Math.floor(index / 80) + 1, (index % 80) + 1];
  const status = row === 1 ? "BOOKED" : "AVAILABLE";
  const price = number > 40 ? "9.00" : "11.00";
  return {
    ...{ id: index + 1, row: `R${row}`, number, type: "standard", price, status, in_service: true },
    ...{ x: number + (number > 40 ? 2 : 0), y: row },
  } as Seat;
});

it("shows a large hall by its sections, and draws the chosen one alone", async () => {
  fakeApi.use(
    http.get("*/api/hall-layout/7/", () => HttpResponse.json({ ...layout, seats: many })),
    http.get("*/api/hall-layout/7/availability/", () =>
      HttpResponse.json({ show_id: 7, seats: many.filter((seat) => seat.status === "BOOKED") }),
    ),
  );
  const user = openApp("/show/7");
  const sections = within(await screen.findByRole("navigation", { name: "Sections of the hall" }));
  expect(screen.queryByRole("checkbox")).not.toBeInTheDocument();
  expect(sections.getAllByRole("button").map((button) => button.textContent)).toEqual([
    "Rows R1–R13, left480 free€11",
    "Rows R1–R13, right480 free€9",
    "Rows R14–R27, left560 free€11",
    "Rows R14–R27, right560 free€9",
    "Rows R28–R40, left520 free€11",
    "Rows R28–R40, right520 free€9",
  ]);

  await user.click(sections.getByRole("button", { name: /Rows R14–R27, right/ }));
  expect(await screen.findByRole("grid", { name: "Rows R14–R27, right" })).toBeInTheDocument();
  expect(document.querySelectorAll("[data-seat]")).toHaveLength(560);
  const back = screen.getByRole("button", { name: "All sections" });
  expect(back).toHaveFocus();

  await user.click(back);
  expect(await screen.findByRole("button", { name: /Rows R1–R13, left/ })).toHaveFocus();
  expect(document.querySelectorAll("[data-seat]")).toHaveLength(0);
}, 20_000);
