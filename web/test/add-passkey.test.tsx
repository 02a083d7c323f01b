import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { HttpResponse, http } from "msw";
import { expect, it, vi } from "vitest";
import { AddPasskey } from "#staff/features/session/add-passkey.tsx";
import { fakeApi } from "./fake-api.ts";

it("says at the field that the password is wrong", async () => {
  vi.stubGlobal("PublicKeyCredential", class {});
  const user = userEvent.setup();
  fakeApi.use(
    http.post("http://localhost/api/staff/session/passkeys/begin/", () =>
      HttpResponse.json({ title: "", detail: "", status: 401, code: "wrong-credentials" }, { status: 401 }),
    ),
  );
  render(
    <QueryClientProvider client={new QueryClient()}>
      <AddPasskey done={vi.fn()} />
    </QueryClientProvider>,
  );
  await user.type(screen.getByLabelText("Name of the passkey"), "Phone");
  const password = screen.getByLabelText("Your password");
  await user.type(password, "another one");
  await user.click(screen.getByRole("button", { name: "Add a passkey" }));
  await vi.waitFor(() => expect(password).toHaveAccessibleDescription(/^This is not your password\./));
  expect(password).toHaveFocus();
  expect(screen.queryByText(/^Email address, password or code/)).toBeNull();
  vi.unstubAllGlobals();
});
