import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { HttpResponse, http } from "msw";
import { expect, it, vi } from "vitest";
import { ChangePassword } from "#staff/features/session/change-password.tsx";
import { fakeApi } from "./fake-api.ts";

const SESSION = "http://localhost/api/staff/session/";
const session = { user: { id: 7, email: "ada@kino.example", name: "Ada" }, csrf_token: "t" };
const WRONG = { title: "", detail: "", status: 401, code: "wrong-credentials" };
const WEAK = {
  title: "",
  detail: "",
  status: 400,
  code: "invalid",
  errors: { new_password: ["Too short.", "Too common."] },
};

function open() {
  const answers = [
    HttpResponse.json(WRONG, { status: 401 }),
    HttpResponse.json(WEAK, { status: 400 }),
    HttpResponse.json(session),
  ];
  const sent: unknown[] = [];
  fakeApi.use(
    http.get(SESSION, () => HttpResponse.json(session)),
    http.post(`${SESSION}password/`, async ({ request }) => {
      sent.push(await request.json());
      return answers[sent.length - 1];
    }),
  );
  render(
    <QueryClientProvider client={new QueryClient()}>
      <ChangePassword />
    </QueryClientProvider>,
  );
  return sent;
}

it("says at each field what is wrong with it, then changes the password", async () => {
  const user = userEvent.setup();
  const sent = open();
  const password = screen.getByLabelText("Your password");
  const fresh = screen.getByLabelText("New password");
  expect(password).toHaveAttribute("autocomplete", "current-password");
  expect(fresh).toHaveAttribute("autocomplete", "new-password");
  await user.click(screen.getByRole("button", { name: "Change the password" }));
  expect(password).toHaveAccessibleDescription(/^Enter your password\./);
  expect(fresh).toHaveAccessibleDescription(/^Enter a password\./);
  expect(sent).toEqual([]);

  await user.type(password, "old one");
  await user.type(fresh, "short{Enter}");
  await vi.waitFor(() => expect(password).toHaveFocus());
  expect(password).toHaveAccessibleDescription(/^This is not your password\./);
  expect(fresh).toHaveValue("short");

  await user.keyboard("{Enter}");
  await vi.waitFor(() => expect(fresh).toHaveFocus());
  expect(fresh).toHaveAccessibleDescription(/^Too short\. Too common\./);
  expect(password).not.toBeInvalid();

  await user.type(fresh, "er, no longer{Enter}");
  await vi.waitFor(() => expect(fresh).toHaveValue(""));
  expect(password).toHaveValue("");
  expect(fresh).toHaveAccessibleDescription(/^At least ten characters/);
  expect(sent.at(-1)).toEqual({ password: "old one", new_password: "shorter, no longer" });
});
