import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { HttpResponse, http } from "msw";
import { expect, it, vi } from "vitest";
import { OwnPin } from "#staff/features/session/own-pin.tsx";
import { fakeApi } from "./fake-api.ts";

const PIN = "http://localhost/api/staff/session/approval-pin/";

it("says at the field that the password is wrong, and keeps the PIN", async () => {
  const user = userEvent.setup();
  fakeApi.use(
    http.get(PIN, () => HttpResponse.json({ state: "none" })),
    http.post(PIN, () =>
      HttpResponse.json({ title: "", detail: "", status: 401, code: "wrong-credentials" }, { status: 401 }),
    ),
  );
  render(
    <QueryClientProvider client={new QueryClient()}>
      <OwnPin />
    </QueryClientProvider>,
  );
  await user.type(screen.getByLabelText("New approval PIN"), "274916");
  const password = screen.getByLabelText("Your password");
  await user.type(password, "another one{Enter}");
  await vi.waitFor(() => expect(password).toHaveAccessibleDescription(/^This is not your password\./));
  expect(password).toHaveFocus();
  expect(screen.getByLabelText("New approval PIN")).toHaveValue("274916");
  expect(screen.queryByText(/^Email address, password or code/)).toBeNull();
});
