import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { HttpResponse, http } from "msw";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { SignInForm } from "#staff/features/session/sign-in-form.tsx";
import { fakeApi } from "./fake-api.ts";

const SESSION = "http://localhost/api/staff/session/";
const get = vi.fn<(options: CredentialRequestOptions) => Promise<unknown>>();
const begun = vi.fn();

beforeEach(() => {
  get.mockReset().mockReturnValue(new Promise(() => undefined));
  begun.mockReset();
  vi.stubGlobal("navigator", Object.assign(navigator, { credentials: { get } }));
  fakeApi.use(
    http.post(`${SESSION}passkey/begin/`, () => {
      begun();
      return HttpResponse.json({ options: { challenge: "AQ", rpId: "localhost" } });
    }),
    http.post(SESSION, () =>
      HttpResponse.json({ title: "", detail: "", status: 401, code: "wrong-credentials" }, { status: 401 }),
    ),
  );
});

afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

function browserWithList(isConditionalMediationAvailable?: () => Promise<boolean>) {
  vi.stubGlobal("PublicKeyCredential", Object.assign(class {}, { isConditionalMediationAvailable }));
}

function open() {
  return render(
    <QueryClientProvider client={new QueryClient()}>
      <SignInForm />
    </QueryClientProvider>,
  );
}

const signalOf = (call: number) => get.mock.calls[call]?.[0].signal;

it("offers passkeys at the email field, until another way is used", async () => {
  browserWithList(async () => true);
  const user = userEvent.setup();
  const { unmount } = open();
  expect(screen.getByLabelText("Email")).toHaveAttribute("autocomplete", "username webauthn");
  await vi.waitFor(() =>
    expect(get).toHaveBeenCalledWith(expect.objectContaining({ mediation: "conditional" })),
  );
  expect(signalOf(0)?.aborted).toBe(false);
  await user.type(screen.getByLabelText("Email"), "a@b.example");
  await user.type(screen.getByLabelText("Password"), "wrong{Enter}");
  expect(await screen.findByText(/^Email address, password or code is wrong/)).toBeVisible();
  expect(signalOf(0)?.aborted).toBe(true);
  await vi.waitFor(() => expect(get).toHaveBeenCalledTimes(2));
  get.mockRejectedValueOnce(new DOMException("", "NotAllowedError"));
  await user.click(screen.getByRole("button", { name: "Sign in with a passkey" }));
  expect(await screen.findByText(/^The passkey was not used/)).toBeVisible();
  expect(signalOf(1)?.aborted).toBe(true);
  expect(get.mock.calls[2]?.[0].mediation).toBeUndefined();
  await vi.waitFor(() => expect(get).toHaveBeenCalledTimes(4));
  unmount();
  expect(signalOf(3)?.aborted).toBe(true);
});

it("renews the challenge before it ends", async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true });
  browserWithList(async () => true);
  open();
  await vi.waitFor(() => expect(get).toHaveBeenCalledOnce());
  await vi.advanceTimersByTimeAsync(5 * 60_000);
  await vi.waitFor(() => expect(get).toHaveBeenCalledTimes(2));
  expect(signalOf(0)?.aborted).toBe(true);
  expect(signalOf(1)?.aborted).toBe(false);
});

it.each([
  ["without such a list", async () => false],
  ["that does not know of it", undefined],
])("asks the server for nothing in a browser %s", async (_, isAvailable) => {
  browserWithList(isAvailable);
  open();
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(begun).not.toHaveBeenCalled();
  expect(get).not.toHaveBeenCalled();
});

it("says nothing about a list that was not used", async () => {
  browserWithList(async () => true);
  get.mockRejectedValueOnce(new DOMException("", "NotAllowedError"));
  open();
  await vi.waitFor(() => expect(get).toHaveBeenCalledOnce());
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(screen.queryByText(/^The passkey was not used/)).toBeNull();
  expect(get).toHaveBeenCalledOnce();
});
