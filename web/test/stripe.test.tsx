import { screen, waitFor } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { beforeEach, expect, it, vi } from "vitest";
import { config, fakeApi, holdOf, layout, orderOf } from "./fake-api.ts";
import { openApp } from "./open-app.tsx";

/** Krónur have no decimals in the app, and two at Stripe. */
const inKronur = {
  ...layout,
  show: { ...layout.show, currency: "ISK" },
  prices: {
    standard: [
      { ticket_type: 1, amount: "2000", provider_amount: 200_000 },
      { ticket_type: 2, amount: "1500", provider_amount: 150_000 },
    ],
  },
};

const tokenMade = { confirmationToken: { id: "ctoken_1" } };
const form = {
  create: () => ({ mount: () => undefined, focus: () => undefined, destroy: () => undefined }),
  getElement: () => null,
  update: vi.fn((_change: { amount: number }) => undefined),
  submit: vi.fn(async () => ({})),
};
const elements = vi.fn((_options: object) => form);
const handleNextAction = vi.fn(async (_options: { clientSecret: string }) => ({}));

// jsdom has no media queries.
globalThis.matchMedia = () => new EventTarget() as MediaQueryList;

/** The global function of Stripe's script. */
globalThis.Stripe = () => ({ elements, createConfirmationToken: async () => tokenMade, handleNextAction });

/** Simulates that the script has loaded, because jsdom loads none. */
async function deliverScript() {
  await waitFor(() => expect(document.querySelector('script[src^="https://js.stripe.com/"]')).not.toBe(null));
  document.querySelector('script[src^="https://js.stripe.com/"]')?.dispatchEvent(new Event("load"));
  await waitFor(() => expect(elements).toHaveBeenCalled());
}

beforeEach(() => {
  localStorage.setItem("matinee.hold", JSON.stringify({ token: "token", showId: 7, seatIds: [11, 12] }));
  fakeApi.use(
    http.get("https://js.stripe.com/*", () =>
      HttpResponse.text("", { headers: { "Content-Type": "text/javascript" } }),
    ),
    http.get("*/api/config/", () =>
      HttpResponse.json({ ...config, payment_provider: "stripe", stripe_publishable_key: "pk_test_1" }),
    ),
    http.get("*/api/hall-layout/7/", () => HttpResponse.json(inKronur)),
    http.get("*/api/holds/current/", () =>
      HttpResponse.json({ ...holdOf([11, 12]), frozen: false, order: null }),
    ),
  );
});

it("sends a token of Stripe's form, and opens the bank's check with Stripe", async () => {
  const requests: Record<string, unknown>[] = [];
  const pending = orderOf({ status: "PENDING", paid_at: null });
  const action = { type: "stripe", client_secret: "pi_1_secret_2" };
  const isDone = () => handleNextAction.mock.calls.length > 0;
  fakeApi.use(
    http.post("*/api/book-seat/", async ({ request }) => {
      requests.push((await request.json()) as Record<string, unknown>);
      return HttpResponse.json({ status: "PENDING", order: pending, next_action: action }, { status: 202 });
    }),
    http.get("*/api/orders/s3cret/", () => HttpResponse.json(isDone() ? orderOf() : pending)),
    http.get("*/api/orders/s3cret/payment/", () =>
      HttpResponse.json(
        isDone() ? { status: "BOOKED", next_action: null } : { status: "PENDING", next_action: action },
      ),
    ),
  );
  const user = openApp("/checkout");
  await user.type(await screen.findByLabelText("Email"), "ada@example.org");
  await deliverScript();
  expect(elements.mock.calls[0]?.[0]).toMatchObject({ mode: "payment", amount: 400_000, currency: "isk" });
  await user.selectOptions(screen.getByLabelText("Ticket for row A seat 2"), "2");
  await waitFor(() => expect(form.update).toHaveBeenLastCalledWith({ amount: 350_000 }));
  await user.click(screen.getByRole("button", { name: /^Pay · kr\s3,500$/ }));
  expect(await screen.findByText("4F7K-XW9P-Q2ML")).toBeInTheDocument();
  expect(requests[0]?.payment).toEqual({ confirmation_token: "ctoken_1" });
  expect(handleNextAction).toHaveBeenCalledWith({ clientSecret: "pi_1_secret_2" });
});

it("shows the error of Stripe's form, and books nothing", async () => {
  form.submit.mockResolvedValueOnce({ error: { message: "Your card number is incomplete." } });
  const user = openApp("/checkout");
  await user.type(await screen.findByLabelText("Email"), "ada@example.org");
  await deliverScript();
  await user.click(await screen.findByRole("button", { name: /^Pay · kr\s4,000$/ }));
  expect(await screen.findByText("Your card number is incomplete.")).toBeInTheDocument();
});
