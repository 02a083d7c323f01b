import { screen, waitFor, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { expect, it } from "vitest";
import { fakeApi, holdOf } from "./fake-api.ts";
import { openApp } from "./open-app.tsx";

const list = () => screen.findByRole("region", { name: "Choose from a list" });

it("lists the free seats by row and type, and holds a checked seat", async () => {
  fakeApi.use(http.post("*/api/lock-seat/", () => HttpResponse.json(holdOf([21]), { status: 201 })));
  const user = openApp("/show/7");
  await user.click(await screen.findByRole("button", { name: "List" }));
  const seats = within(await list());
  expect(seats.getByText("3 free · from €11")).toBeInTheDocument();
  expect(seats.getByText("4 free · from €11")).toBeInTheDocument();

  await user.selectOptions(seats.getByRole("combobox"), "Premium, €14");
  expect(seats.queryByText("Row A")).not.toBeInTheDocument();
  await user.click(seats.getByText("Row B"));
  const seat = await seats.findByRole("checkbox", { name: "Row B seat 1, premium, €14.00, available" });
  await user.click(seat);
  await waitFor(() => expect(seats.getByRole("checkbox", { name: /, yours$/ })).toBeChecked());
  expect(seats.getByText("0 free · from €14")).toBeInTheDocument();
});

it("is restored on the next visit", async () => {
  localStorage.setItem("matinee.seats-by", JSON.stringify("list"));
  openApp("/show/7");
  expect(await list()).toBeInTheDocument();
  expect(screen.getByRole("button", { name: "List" })).toHaveAttribute("aria-pressed", "true");
});
