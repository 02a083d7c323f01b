import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import { Toolbar } from "#ui/toolbar.tsx";

const tabStops = () => screen.getAllByRole("button").filter((button) => button.tabIndex === 0);

it("has one tab stop, the pressed button, and moves it by the arrow keys", async () => {
  const user = userEvent.setup();
  render(
    <Toolbar label="Tools">
      <button type="button">one</button>
      <button type="button" aria-pressed="true">
        two
      </button>
      <button type="button">three</button>
    </Toolbar>,
  );
  expect(tabStops().map((button) => button.textContent)).toEqual(["two"]);
  await user.tab();
  expect(screen.getByText("two")).toHaveFocus();
  await user.keyboard("{ArrowRight}{ArrowRight}");
  expect(screen.getByText("three")).toHaveFocus();
  expect(tabStops().map((button) => button.textContent)).toEqual(["three"]);
  await user.keyboard("{Home}");
  expect(screen.getByText("one")).toHaveFocus();
  await user.keyboard("{ArrowLeft}");
  expect(screen.getByText("one")).toHaveFocus();
  await user.keyboard("{End}");
  expect(screen.getByText("three")).toHaveFocus();
});
