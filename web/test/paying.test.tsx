import { cleanup, screen, waitFor, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { installDialogElement } from "./dialog-element.ts";
import { fakeApi, holdOf, layout, orderOf, problem } from "./fake-api.ts";
import { openApp } from "./open-app.tsx";

type SentRequest = { body: Record<string, unknown>; key: string | null };

const summary = { reference: "MT-4F7K", secret: "s3cret", total: "19.00", currency: "EUR" };
const placed = { ...summary, created_at: "2031-03-01T10:00:00Z", show_id: 7 };
const booked = () => HttpResponse.json({ status: "BOOKED", order: placed, tickets: [] }, { status: 201 });

beforeEach(() => {
  localStorage.setItem("matinee.hold", JSON.stringify({ token: "token", showId: 7, seatIds: [11, 12] }));
  fakeApi.use(
    http.get("*/api/holds/current/", () =>
      HttpResponse.json({ ...holdOf([11, 12]), frozen: false, order: null }),
    ),
    http.get("*/api/orders/s3cret/", () => HttpResponse.json(orderOf())),
  );
});

/** Responds to book-seat with the `responses` in order. Returns the requests. */
function respondToBooking(...responses: (() => Response)[]): SentRequest[] {
  const requests: SentRequest[] = [];
  fakeApi.use(
    http.post("*/api/book-seat/", async ({ request }) => {
      const response = responses[requests.length] ?? booked;
      const body = (await request.json()) as Record<string, unknown>;
      requests.push({ body, key: request.headers.get("Idempotency-Key") });
      return response();
    }),
  );
  return requests;
}

/** The layout after a change of its ticket types. */
const withChildAt = (amount: string) => ({
  ...layout,
  prices: {
    ...layout.prices,
    standard: [
      { ticket_type: 1, amount: "11.00" },
      { ticket_type: 2, amount },
    ],
  },
});
const withoutChild = {
  ...layout,
  ticket_types: layout.ticket_types.slice(0, 1),
  prices: { ...layout.prices, standard: [{ ticket_type: 1, amount: "11.00" }] },
};

async function openCheckout() {
  const user = openApp("/checkout");
  await user.type(await screen.findByLabelText("Email"), "ada@example.org");
  await screen.findByLabelText("Card number");
  return user;
}

const pay = () => screen.findByRole("button", { name: /^Pay · €/ });

describe("the checkout", () => {
  it("pays for the seats on the page, and opens the tickets", async () => {
    const requests = respondToBooking();
    const user = await openCheckout();
    await user.selectOptions(screen.getByLabelText("Ticket for row A seat 2"), "Child · €8.00");
    await user.click(screen.getByRole("button", { name: "Pay · €19.00" }));
    expect(await screen.findByText("QQQQ-WWWW-EEEE")).toBeInTheDocument();
    expect(location.pathname).toBe("/ticket/s3cret");
    expect(requests.map((one) => one.body)).toEqual([
      {
        hold_token: "token",
        seat_ids: [11, 12],
        total: "19.00",
        tickets: [
          { seat_id: 11, ticket_type: 1 },
          { seat_id: 12, ticket_type: 2 },
        ],
        customer: { email: "ada@example.org" },
        payment: { card: "4242 4242 4242 4242" },
      },
    ]);
    await waitFor(() => expect(localStorage.getItem("matinee.hold")).toBe(null));
  });

  it("says what the chosen ticket types ask for at the entrance, and names a limit per order", async () => {
    const types = layout.ticket_types.map((one) =>
      one.id === 2 ? { ...one, requires_proof: true, minimum_age: 6 } : one,
    );
    fakeApi.use(
      http.get("*/api/hall-layout/7/", () => HttpResponse.json({ ...layout, ticket_types: types })),
    );
    respondToBooking(() =>
      problem(409, "too-many-of-ticket-type", { ticket_type: 2, name: "Child", most_per_order: 1 }),
    );
    const user = await openCheckout();
    expect(screen.queryByText(/^At the entrance/)).toBeNull();
    await user.selectOptions(screen.getByLabelText("Ticket for row A seat 2"), "Child · €8.00");
    expect(screen.getByText("At the entrance: Child (from 6 years, with proof)")).toBeInTheDocument();
    await user.click(screen.getByRole("button", { name: "Pay · €19.00" }));
    expect(await screen.findByText(/^One order can’t have that many tickets/)).toBeInTheDocument();
  });

  it("reports a changed price, shows the new lines, and books on the next press", async () => {
    const child = { seat_id: 12, ticket_type: 2 };
    const requests = respondToBooking(() =>
      problem(409, "hold-changed", { seat_ids: [11, 12], total: "20.00", currency: "EUR" }),
    );
    const user = await openCheckout();
    await user.selectOptions(screen.getByLabelText("Ticket for row A seat 2"), "Child · €8.00");
    fakeApi.use(http.get("*/api/hall-layout/7/", () => HttpResponse.json(withChildAt("9.00"))));
    await user.click(screen.getByRole("button", { name: "Pay · €19.00" }));
    expect(await screen.findByText(/^The price changed: it is €20 now\./)).toBeInTheDocument();
    expect(screen.getByLabelText("Ticket for row A seat 2")).toHaveDisplayValue("Child · €9.00");
    await user.click(screen.getByRole("button", { name: "Pay · €20.00" }));
    expect(await screen.findByText("QQQQ-WWWW-EEEE")).toBeInTheDocument();
    expect(requests.map(({ body }) => [body.total, (body.tickets as object[])[1]])).toEqual([
      ["19.00", child],
      ["20.00", child],
    ]);
    expect(requests[0]?.key).not.toBe(requests[1]?.key);
  });

  it("replaces a ticket type that is no longer sold with the first one", async () => {
    const requests = respondToBooking(() =>
      problem(400, "invalid", { errors: { tickets: ["Ticket type 2 is not sold here."] } }),
    );
    const user = await openCheckout();
    await user.selectOptions(screen.getByLabelText("Ticket for row A seat 2"), "Child · €8.00");
    fakeApi.use(http.get("*/api/hall-layout/7/", () => HttpResponse.json(withoutChild)));
    await user.click(screen.getByRole("button", { name: "Pay · €19.00" }));
    expect(await screen.findByText(/^The price changed: it is €22 now\./)).toBeInTheDocument();
    await user.click(screen.getByRole("button", { name: "Pay · €22.00" }));
    expect(await screen.findByText("QQQQ-WWWW-EEEE")).toBeInTheDocument();
    expect(requests[1]?.body.tickets).toEqual([
      { seat_id: 11, ticket_type: 1 },
      { seat_id: 12, ticket_type: 1 },
    ]);
  });

  it("does not report a price change when the seats changed", async () => {
    respondToBooking(() => problem(409, "hold-changed", { seat_ids: [11] }));
    const user = await openCheckout();
    await user.click(await pay());
    expect(await screen.findByText(/^Your seats were changed in another tab/)).toBeInTheDocument();
  });

  it.each([
    ["customer.name", /^This name can’t be used\. It may have 200 characters at most/, "Name (optional)"],
    ["customer.email", /^This email address can’t be used\. Check it/, "Email"],
    ["payment", /^These payment details can’t be used/, null],
  ])("names the field that the API rejected: %s", async (field, text, label) => {
    respondToBooking(() => problem(400, "invalid", { errors: { [field]: ["No."] } }));
    const user = await openCheckout();
    await user.click(await pay());
    expect(await screen.findByText(text)).toBeInTheDocument();
    if (label) expect(screen.getByLabelText(label)).toHaveAttribute("aria-invalid", "true");
  });

  it("limits the fields to the API's maximum lengths", async () => {
    await openCheckout();
    expect(screen.getByLabelText("Name (optional)")).toHaveAttribute("maxlength", "200");
    expect(screen.getByLabelText("Email")).toHaveAttribute("maxlength", "254");
  });

  it("books free seats without a payment", async () => {
    const prices = { ...layout.prices, standard: [{ ticket_type: 1, amount: "0.00" }] };
    fakeApi.use(
      http.get("*/api/hall-layout/7/", () =>
        HttpResponse.json({ ...layout, ticket_types: layout.ticket_types.slice(0, 1), prices }),
      ),
    );
    openApp("/checkout");
    expect(await screen.findByRole("button", { name: "Book 2 seats" })).toBeInTheDocument();
    expect(screen.getByText("Free")).toBeInTheDocument();
    expect(screen.queryByLabelText("Card number")).not.toBeInTheDocument();
  });

  it("requires an email address first", async () => {
    const requests = respondToBooking();
    const user = openApp("/checkout");
    await screen.findByLabelText("Card number");
    await user.click(await pay());
    expect(screen.getByLabelText("Email")).toBeInvalid();
    expect(requests).toEqual([]);
  });

  it("says that there were too many attempts, and when to try again", async () => {
    const limited = problem(429, "too-many-requests");
    limited.headers.set("Retry-After", "290");
    const requests = respondToBooking(() => limited);
    const user = await openCheckout();
    await user.click(await pay());
    const alert = await screen.findByText(/^Too many payments were declined\./);
    expect(alert).toHaveTextContent(
      "You were not charged, and your seats are still held. Try again in 5 minutes, or ask at the box office.",
    );
    expect(requests).toHaveLength(1);
  });

  it("says why a card was declined, and tries the next one under a new key", async () => {
    const locked_until = "2031-03-04T20:15:00Z";
    const requests = respondToBooking(() =>
      problem(402, "payment-declined", { decline_code: "insufficient_funds", locked_until }),
    );
    const user = await openCheckout();
    await user.click(screen.getByText("Test cards"));
    await user.click(screen.getByRole("button", { name: "4000 0000 0000 9995" }));
    await user.click(await pay());
    const alert = await screen.findByText(/There isn’t enough money on this card/);
    expect(alert).toHaveTextContent(/not charged, and your seats are still held until \d\d:\d\d/);
    expect(screen.getByLabelText("Card number")).toBeInvalid();
    expect(screen.getByLabelText("Card number")).toHaveFocus();
    await user.click(screen.getByRole("button", { name: "4242 4242 4242 4242" }));
    await user.click(await pay());
    await screen.findByText("QQQQ-WWWW-EEEE");
    expect(requests.map((one) => one.body.payment)).toEqual([
      { card: "4000 0000 0000 9995" },
      { card: "4242 4242 4242 4242" },
    ]);
    expect(requests[0]?.key).not.toBe(requests[1]?.key);
  });

  it("keeps the decline over a reload", async () => {
    respondToBooking(() => problem(402, "payment-declined", { decline_code: "insufficient_funds" }));
    const user = await openCheckout();
    await user.click(await pay());
    await screen.findByText(/There isn’t enough money on this card/);
    cleanup();
    openApp("/checkout");
    expect(await screen.findByText(/There isn’t enough money on this card/)).toBeInTheDocument();
  });

  it.each([
    [
      "provider_unreachable",
      "The payment service could not be reached. You were not charged, and your seats are still held. Try again.",
    ],
    [
      "incorrect_number",
      "This card number isn’t right. Check its digits. You were not charged, and your seats are still held.",
    ],
  ])("asks for no other card after %s", async (decline_code, text) => {
    respondToBooking(() => problem(402, "payment-declined", { decline_code }));
    const user = await openCheckout();
    await user.click(await pay());
    expect(await screen.findByText(text)).toBeInTheDocument();
  });

  it("links to the legal pages, which the footer does not repeat", async () => {
    await openCheckout();
    const link = await screen.findByRole("link", { name: "Legal notice" });
    expect(link).toHaveAttribute("href", "/legal/1/imprint");
    const follows = (await pay()).compareDocumentPosition(link);
    expect(follows).toBe(Node.DOCUMENT_POSITION_FOLLOWING);
    await within(screen.getByRole("contentinfo")).findByText(/Market 1, Ghent/);
    expect(screen.getAllByRole("navigation", { name: "Legal" })).toHaveLength(1);
  });

  it("shows the film’s start and end, and the refund terms", async () => {
    await openCheckout();
    const hours = screen.getByText("20:15", { selector: "strong" });
    expect(hours.parentElement).toHaveTextContent("20:15 · film 20:30 · ends 22:30");
    expect(await screen.findByText("Free cancellation until Tue 4 Mar, 19:15.")).toBeInTheDocument();
  });

  it("says that tickets can’t be cancelled", async () => {
    fakeApi.use(
      http.get("*/api/venues/1/terms/", () =>
        HttpResponse.json({ refundable_until_minutes: null, legal_pages: [] }),
      ),
    );
    await openCheckout();
    expect(await screen.findByText("No refunds, unless the cinema cancels the show.")).toBeInTheDocument();
  });

  it("says where the tickets went", async () => {
    respondToBooking();
    const user = await openCheckout();
    await user.click(await pay());
    await screen.findByText("QQQQ-WWWW-EEEE");
    expect(screen.getByText("ada@example.org")).toBeInTheDocument();
    expect(screen.getByRole("button", { name: "Wrong address?" })).toBeInTheDocument();
  });

  it("hints at a mistyped domain, and books with it all the same", async () => {
    const requests = respondToBooking();
    const user = openApp("/checkout");
    await user.type(await screen.findByLabelText("Email"), "ada@gmial.com");
    await screen.findByLabelText("Card number");
    expect(screen.queryByRole("button", { name: /^Did you mean/ })).not.toBeInTheDocument();
    await user.tab();
    expect(screen.getByRole("button", { name: "Did you mean ada@gmail.com?" })).toBeInTheDocument();
    await user.click(await pay());
    await screen.findByText("QQQQ-WWWW-EEEE");
    expect(requests[0]?.body.customer).toEqual({ email: "ada@gmial.com" });
  });

  it("sends the same key again after a lost response, automatically and by hand", async () => {
    const lost = () => HttpResponse.error();
    const requests = respondToBooking(lost, lost, lost);
    const user = await openCheckout();
    await user.click(await pay());
    expect(await screen.findByText(/nothing is booked or paid twice/, {}, { timeout: 4000 })).toBeVisible();
    await user.click(await pay());
    await screen.findByText("QQQQ-WWWW-EEEE");
    expect(new Set(requests.map((one) => one.key)).size).toBe(1);
    expect(requests).toHaveLength(4);
  });

  it("opens the payment that another tab started", async () => {
    fakeApi.use(
      http.get("*/api/holds/current/", () =>
        HttpResponse.json({ ...holdOf([11, 12]), frozen: true, order: summary }),
      ),
      http.get("*/api/orders/s3cret/", () =>
        HttpResponse.json(orderOf({ status: "PENDING", paid_at: null })),
      ),
      http.get("*/api/orders/s3cret/payment/", () =>
        HttpResponse.json({ status: "PENDING", next_action: { type: "wait" } }),
      ),
    );
    openApp("/checkout");
    expect(await screen.findByText(/We are waiting for your bank/)).toBeInTheDocument();
    expect(location.pathname).toBe("/ticket/s3cret");
  });
});

describe("the customer on this device", () => {
  const saved = () => localStorage.getItem("matinee.customer");

  const box = () => screen.getByRole("checkbox", { name: "Remember me on this device" });

  it("is remembered with consent only", async () => {
    respondToBooking();
    const user = await openCheckout();
    expect(box()).not.toBeChecked();
    await user.click(await pay());
    await screen.findByText("QQQQ-WWWW-EEEE");
    expect(saved()).toBe(null);
  });

  it("is remembered once the order is paid", async () => {
    respondToBooking(() => problem(402, "payment-declined", { decline_code: "insufficient_funds" }));
    const user = await openCheckout();
    await user.click(box());
    await user.type(screen.getByLabelText("Name (optional)"), "Ada");
    await user.click(await pay());
    await screen.findByText(/There isn’t enough money on this card/);
    expect(saved()).toBe(null);
    await user.click(await pay());
    await screen.findByText("QQQQ-WWWW-EEEE");
    expect(JSON.parse(saved() ?? "")).toEqual({ email: "ada@example.org", name: "Ada" });
  });

  it("is forgotten when the box is unticked", async () => {
    localStorage.setItem("matinee.customer", JSON.stringify({ email: "ada@example.org", name: "Ada" }));
    const user = openApp("/checkout");
    await screen.findByLabelText("Card number");
    await user.click(box());
    expect(saved()).toBe(null);
  });

  it("is kept in this tab with the box, also after both fields are cleared", async () => {
    const draft = () => JSON.parse(sessionStorage.getItem("matinee.customer") ?? "null");
    const user = await openCheckout();
    await user.click(box());
    expect(draft()).toEqual({ email: "ada@example.org", name: "", remember: true });
    await user.clear(screen.getByLabelText("Email"));
    expect(draft()).toEqual({ email: "", name: "", remember: true });
    cleanup();
    openApp("/checkout");
    expect(await screen.findByLabelText("Email")).toHaveValue("");
    expect(box()).toBeChecked();
  });

  it("needs no typing for the next purchase", async () => {
    localStorage.setItem("matinee.customer", JSON.stringify({ email: "ada@example.org", name: "Ada" }));
    const requests = respondToBooking();
    const user = openApp("/checkout");
    await screen.findByLabelText("Card number");
    expect(screen.getByRole("checkbox", { name: "Remember me on this device" })).toBeChecked();
    await user.click(await pay());
    await screen.findByText("QQQQ-WWWW-EEEE");
    expect(requests[0]?.body.customer).toEqual({ email: "ada@example.org", name: "Ada" });
  });
});

it("does not say that seats are held when they are released", async () => {
  fakeApi.use(http.get("*/api/holds/current/", () => problem(410, "hold-expired")));
  openApp("/checkout");
  expect(await screen.findByText(/^Your seats were released: the time ran out\./)).toBeInTheDocument();
  expect(screen.queryByText(/^Seats held for/)).not.toBeInTheDocument();
});

describe("more time, a minute before the end", () => {
  function holdWithSecondsLeft(seconds: number) {
    fakeApi.use(
      http.get("*/api/holds/current/", () => {
        const locked_until = new Date(Date.now() + seconds * 1000).toISOString();
        return HttpResponse.json({ ...holdOf([11, 12]), locked_until, frozen: false, order: null });
      }),
    );
  }

  it("is offered in a dialog", async () => {
    installDialogElement();
    holdWithSecondsLeft(50);
    openApp("/checkout");
    expect(await screen.findByRole("dialog", { name: "Need more time?" })).toBeVisible();
  });

  it("is a button after the dialog was dismissed", async () => {
    installDialogElement();
    holdWithSecondsLeft(50);
    const extensions: unknown[] = [];
    fakeApi.use(
      http.post("*/api/extend-lock/", async ({ request }) => {
        extensions.push(await request.json());
        return HttpResponse.json(holdOf([11, 12]));
      }),
    );
    const user = openApp("/checkout");
    await screen.findByRole("dialog", { name: "Need more time?" });
    await user.click(screen.getByRole("button", { name: "No, thanks" }));
    expect(screen.queryByRole("dialog")).not.toBeInTheDocument();
    await user.click(screen.getByRole("button", { name: "Hold them for another 5 minutes" }));
    await waitFor(() => expect(screen.getByText(/^Held for you:/)).toHaveTextContent(/[45]:\d\d$/));
    expect(extensions).toEqual([{ hold_token: "token" }]);
    expect(screen.getByText(/^Held for you:/)).toHaveFocus();
    expect(screen.queryByRole("button", { name: "Hold them for another 5 minutes" })).not.toBeInTheDocument();
  });

  it("is offered in a notice while a payment field has the focus, and keeps the focus there", async () => {
    installDialogElement();
    // Enough time to focus the field before the last minute, also on a busy machine.
    holdWithSecondsLeft(66);
    openApp("/checkout");
    const card = await screen.findByLabelText("Card number");
    card.focus();
    const more = await screen.findByRole(
      "button",
      { name: "Hold them for another 5 minutes" },
      { timeout: 14_000 },
    );
    expect(more).toBeVisible();
    expect(screen.queryByRole("dialog")).not.toBeInTheDocument();
    expect(card).toHaveFocus();
  });
});

describe("a seat map during the payment", () => {
  it("says so and links to the payment", async () => {
    fakeApi.use(
      http.get("*/api/holds/current/", () =>
        HttpResponse.json({ ...holdOf([11, 12]), frozen: true, order: summary }),
      ),
    );
    openApp("/show/7");
    expect(await screen.findByText("Your seats are being paid for.")).toBeInTheDocument();
    expect(screen.getByRole("link", { name: "Go to the payment" })).toHaveAttribute("href", "/ticket/s3cret");
    expect(screen.queryByRole("link", { name: "Continue" })).not.toBeInTheDocument();
  });
});

/** An order that waits for the demo's bank, whose answer is `outcome`. */
function orderAwaitingBank(outcome: { status: string; decline_code?: string }) {
  const approvals: unknown[] = [];
  const decided = () => approvals.length > 0;
  const paymentState = () =>
    decided()
      ? { ...outcome, next_action: null }
      : { status: "PENDING", next_action: { type: "demo_challenge", reference: "demo_1" } };
  fakeApi.use(
    http.get("*/api/orders/s3cret/", () =>
      HttpResponse.json(
        decided() && outcome.status === "BOOKED" ? orderOf() : orderOf({ status: "PENDING", paid_at: null }),
      ),
    ),
    http.get("*/api/orders/s3cret/payment/", () => HttpResponse.json(paymentState())),
    http.post("*/api/orders/s3cret/payment/", async ({ request }) => {
      approvals.push(await request.json());
      return HttpResponse.json(paymentState());
    }),
  );
  return approvals;
}

it("says when the bank was last asked, and asks again on request", async () => {
  sessionStorage.setItem("matinee.sent-to.s3cret", JSON.stringify("ada@example.org"));
  let checks = 0;
  fakeApi.use(
    http.get("*/api/orders/s3cret/", () => HttpResponse.json(orderOf({ status: "PENDING", paid_at: null }))),
    http.get("*/api/orders/s3cret/payment/", () => {
      checks += 1;
      return HttpResponse.json({ status: "PENDING", next_action: null });
    }),
  );
  const later = performance.now() + 61_000;
  const user = openApp("/ticket/s3cret");
  expect(await screen.findByText("Hall 2 · Odeon")).toBeInTheDocument();
  const clock = vi.spyOn(performance, "now").mockReturnValue(later);
  expect(await screen.findByText(/we will email ada@example\.org\./, {}, { timeout: 3000 })).toBeVisible();
  expect(screen.getByText(/^Last checked at \d\d:\d\d\.$/)).toBeVisible();
  const links = within(screen.getByRole("main")).getAllByRole("link");
  expect(links.map((link) => link.getAttribute("href"))).toEqual(["/find"]);
  const before = checks;
  await user.click(screen.getByRole("button", { name: "Check again" }));
  await waitFor(() => expect(checks).toBe(before + 1));
  clock.mockRestore();
});

describe("the bank's authentication step", () => {
  it("ends with the tickets when it is approved", async () => {
    const approvals = orderAwaitingBank({ status: "BOOKED" });
    const user = openApp("/ticket/s3cret");
    await user.click(await screen.findByRole("button", { name: "Approve" }));
    expect(await screen.findByText("QQQQ-WWWW-EEEE")).toBeInTheDocument();
    expect(approvals).toEqual([{ approve: true }]);
  });

  it("links back to the held seats when it is refused", async () => {
    orderAwaitingBank({ status: "DECLINED", decline_code: "authentication_failed" });
    const user = openApp("/ticket/s3cret");
    await user.click(await screen.findByRole("button", { name: "Refuse" }));
    expect(await screen.findByText(/couldn’t confirm that it was you/)).toBeInTheDocument();
    expect(screen.getByRole("link", { name: "Try another card" })).toHaveAttribute("href", "/checkout");
  });

  it("says so when the payment did not reach the bank, and offers another attempt", async () => {
    orderAwaitingBank({ status: "DECLINED", decline_code: "unpaid" });
    const user = openApp("/ticket/s3cret");
    await user.click(await screen.findByRole("button", { name: "Approve" }));
    expect(await screen.findByRole("heading", { name: "Payment not completed" })).toBeInTheDocument();
    expect(screen.getByText(/^The payment did not reach your bank\. You were not charged\./)).toBeVisible();
    expect(screen.queryByText(/declined/)).not.toBeInTheDocument();
    expect(screen.getByRole("link", { name: "Try again" })).toHaveAttribute("href", "/checkout");
  });

  it("links back only once no payment is pending", async () => {
    orderAwaitingBank({ status: "DECLINED", decline_code: "authentication_failed" });
    const holdAs = (order: typeof summary | null) =>
      fakeApi.use(
        http.get("*/api/holds/current/", () =>
          HttpResponse.json({ ...holdOf([11, 12]), frozen: order !== null, order }),
        ),
      );
    holdAs(summary);
    const user = openApp("/ticket/s3cret");
    await user.click(await screen.findByRole("button", { name: "Refuse" }));
    expect(await screen.findByText(/couldn’t confirm that it was you/)).toBeInTheDocument();
    expect(screen.queryByRole("link", { name: "Try another card" })).not.toBeInTheDocument();
    holdAs(null);
    // The hold is polled every five seconds.
    expect(
      await screen.findByRole("link", { name: "Try another card" }, { timeout: 7000 }),
    ).toBeInTheDocument();
  }, 10_000);
});
