import { onlineManager } from "@tanstack/react-query";
import { cleanup, screen, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { describe, expect, it, vi } from "vitest";
import type { Order } from "#api/types.ts";
import { installDialogElement } from "./dialog-element.ts";
import { fakeApi, holdOf, orderOf, problem, show, ticketOf } from "./fake-api.ts";
import { openApp } from "./open-app.tsx";

const respondWith = (order: Order) =>
  fakeApi.use(http.get("*/api/orders/s3cret/", () => HttpResponse.json(order)));

it("opens by its link: codes to scan and to type, files, receipt", async () => {
  respondWith(orderOf());
  openApp("/ticket/s3cret");
  expect(await screen.findByText("4F7K-XW9P-Q2ML")).toBeInTheDocument();
  expect(await screen.findByRole("img", { name: "QR code for row A seat 1" })).toBeInTheDocument();
  expect(screen.getByRole("link", { name: "Tickets as PDF" })).toHaveAttribute(
    "href",
    "/api/orders/s3cret/tickets.pdf",
  );
  expect(screen.getByRole("link", { name: "Add to calendar" })).toHaveAttribute(
    "href",
    "/api/orders/s3cret/calendar.ics",
  );
  expect(screen.getByText("Receipt 17 · Odeon Ltd · BE 1")).toBeInTheDocument();
});

it("puts the receipt of a show that is over first, without the codes of its tickets", async () => {
  respondWith(orderOf({ show: { ...show, ends_at: "2031-02-28T22:30:00+01:00" } }));
  openApp("/ticket/s3cret");
  expect(await screen.findByText("This show is over")).toBeInTheDocument();
  const receipt = screen.getByText("Receipt 17 · Odeon Ltd · BE 1");
  const follows = receipt.compareDocumentPosition(screen.getByRole("list", { name: "Tickets" }));
  expect(follows).toBe(Node.DOCUMENT_POSITION_FOLLOWING);
  expect(screen.queryByText("4F7K-XW9P-Q2ML")).not.toBeInTheDocument();
  expect(screen.queryByRole("link", { name: "Add to calendar" })).not.toBeInTheDocument();
  expect(screen.getByRole("link", { name: "Tickets as PDF" })).toBeInTheDocument();
});

it("saves the tickets for use without a network", async () => {
  localStorage.setItem("matinee.tickets.s3cret", JSON.stringify(orderOf()));
  fakeApi.use(http.get("*/api/orders/s3cret/", () => problem(503, "busy")));
  openApp("/ticket/s3cret");
  expect(await screen.findByText(/as this browser saw it last/)).toBeInTheDocument();
  expect(screen.getByText("4F7K-XW9P-Q2ML")).toBeInTheDocument();
});

it("asks for the film’s title in the language of the reader", async () => {
  fakeApi.use(
    http.get("*/api/orders/s3cret/", ({ request }) => {
      const title = new URL(request.url).searchParams.get("lang") === "en" ? "The Long Afternoon" : "";
      return HttpResponse.json(orderOf({ show: { ...show, movie: { ...show.movie, title } } }));
    }),
  );
  openApp("/ticket/s3cret");
  expect(await screen.findByRole("heading", { name: "The Long Afternoon" })).toBeInTheDocument();
});

it("says that an order is unknown", async () => {
  fakeApi.use(http.get("*/api/orders/other/", () => problem(404, "order-not-found")));
  openApp("/ticket/other");
  expect(await screen.findByRole("heading", { name: "Tickets not found" })).toBeInTheDocument();
});

it("shows refunded tickets as not valid, and the state of the refund", async () => {
  const tickets = [ticketOf(11, 1, { status: "VOIDED" }), ticketOf(12, 2)];
  respondWith(
    orderOf({ status: "PARTLY_REFUNDED", tickets, refunds: [{ amount: "11.00", status: "QUEUED" }] }),
  );
  openApp("/ticket/s3cret");
  expect(await screen.findByText("Cancelled: no longer valid")).toBeInTheDocument();
  expect(screen.getAllByText("Code at the door")).toHaveLength(1);
  expect(screen.getByText("€11.00 is on its way back to you.")).toBeInTheDocument();
});

it("shows the film’s start and end", async () => {
  respondWith(orderOf());
  openApp("/ticket/s3cret");
  const hours = await screen.findByText("20:15", { selector: "strong" });
  expect(hours.parentElement).toHaveTextContent("20:15 · film 20:30 · ends 22:30");
});

/** The sums of the receipt: "2 tickets" → "€22.00". */
function receiptFacts(): Record<string, string | null> {
  const terms = screen
    .getAllByRole("term")
    .filter((term) => term.nextElementSibling?.textContent?.includes("€"));
  return Object.fromEntries(
    terms.map((term) => [term.textContent, term.nextElementSibling?.textContent ?? null]),
  );
}

describe("the receipt", () => {
  const voided = (id: number, number: number, price: string) =>
    ticketOf(id, number, { status: "VOIDED", price });

  it("shows the sum of the tickets", async () => {
    respondWith(orderOf());
    openApp("/ticket/s3cret");
    await screen.findByText("4F7K-XW9P-Q2ML");
    expect(receiptFacts()).toEqual({ "2 tickets": "€22.00" });
  });

  it("shows what was paid, what was refunded and what remains", async () => {
    const tickets = [voided(11, 1, "12.50"), ticketOf(12, 2, { price: "14.00" })];
    const refunds = [{ amount: "12.50", status: "DONE" }] as const;
    respondWith(orderOf({ status: "PARTLY_REFUNDED", total: "26.50", tickets, refunds: [...refunds] }));
    openApp("/ticket/s3cret");
    await screen.findByText("Cancelled: no longer valid");
    expect(receiptFacts()).toEqual({
      "Paid for 2 tickets": "€26.50",
      "1 of 2 tickets refunded": "-€12.50",
      Remaining: "€14.00",
    });
  });

  it("calls tickets refunded only if their money is paid or on its way", async () => {
    const tickets = [voided(11, 1, "11.00"), voided(12, 2, "11.00")];
    const refunds = [{ amount: "22.00", status: "REFUSED" }] as const;
    respondWith(orderOf({ status: "NEEDS_ATTENTION", tickets, refunds: [...refunds] }));
    openApp("/ticket/s3cret");
    await screen.findAllByText("Cancelled: no longer valid");
    expect(receiptFacts()).toEqual({ "Paid for 2 tickets": "€22.00", "2 of 2 tickets cancelled": "€22.00" });
  });
});

describe("the email with the tickets", () => {
  function respondToEmails(): unknown[] {
    const requests: unknown[] = [];
    fakeApi.use(
      http.post("*/api/orders/s3cret/email/", async ({ request }) => {
        requests.push(await request.json());
        return HttpResponse.json({ status: "ACCEPTED" }, { status: 202 });
      }),
    );
    return requests;
  }
  const bought = () => sessionStorage.setItem("matinee.sent-to.s3cret", JSON.stringify("ada@gmial.com"));

  it("is sent again to the same address", async () => {
    respondWith(orderOf());
    bought();
    const requests = respondToEmails();
    const user = openApp("/ticket/s3cret");
    expect(await screen.findByText("ada@gmial.com")).toBeInTheDocument();
    await user.click(screen.getByRole("button", { name: "Send again" }));
    expect(
      await screen.findByText("The tickets are on their way. It may take a minute."),
    ).toBeInTheDocument();
    expect(requests).toEqual([{}]);
  });

  it("goes to the corrected address, with a hint for a mistyped domain", async () => {
    respondWith(orderOf());
    bought();
    const requests = respondToEmails();
    const user = openApp("/ticket/s3cret");
    await user.click(await screen.findByRole("button", { name: "Wrong address?" }));
    const field = await screen.findByLabelText("Email");
    expect(field).toHaveValue("ada@gmial.com");
    await user.tab();
    await user.click(await screen.findByRole("button", { name: "Did you mean ada@gmail.com?" }));
    expect(field).toHaveValue("ada@gmail.com");
    await user.click(screen.getByRole("button", { name: "Correct and send" }));
    expect(await screen.findByText("ada@gmail.com")).toBeInTheDocument();
    expect(requests).toEqual([{ email: "ada@gmail.com" }]);
    expect(screen.queryByLabelText("Email")).not.toBeInTheDocument();
  });

  it("does not show the address to others with the link", async () => {
    respondWith(orderOf());
    const requests = respondToEmails();
    const user = openApp("/ticket/s3cret");
    await user.click(await screen.findByRole("button", { name: "Email the tickets again" }));
    expect(await screen.findByText(/^The tickets are on their way\./)).toBeInTheDocument();
    expect(screen.queryByRole("button", { name: "Wrong address?" })).not.toBeInTheDocument();
    expect(requests).toEqual([{}]);
  });

  it("says that the tickets can’t be sent", async () => {
    respondWith(orderOf());
    fakeApi.use(http.post("*/api/orders/s3cret/email/", () => problem(409, "tickets-not-sendable")));
    const user = openApp("/ticket/s3cret");
    await user.click(await screen.findByRole("button", { name: "Email the tickets again" }));
    expect(await screen.findByText(/^We can’t send these tickets from here\./)).toBeInTheDocument();
  });
});

it("does not say that nothing was charged when an expired order has a refund", async () => {
  const refunds = [{ amount: "22.00", status: "QUEUED" }] as const;
  respondWith(orderOf({ status: "EXPIRED", paid_at: null, tickets: [], refunds: [...refunds] }));
  openApp("/ticket/s3cret");
  expect(await screen.findByText("€22.00 is on its way back to you.")).toBeInTheDocument();
  expect(screen.queryByText(/You were not charged/)).not.toBeInTheDocument();
});

it("shows the valid tickets and the refunds of an order that needs attention", async () => {
  const tickets = [ticketOf(11, 1, { status: "VOIDED" }), ticketOf(12, 2)];
  const refunds = [
    { amount: "4.00", status: "REFUSED" },
    { amount: "7.00", status: "REFUSED" },
    { amount: "3.00", status: "REFUSED", settled_at: "2031-03-02T10:00:00Z" },
  ] as const;
  respondWith(orderOf({ status: "NEEDS_ATTENTION", tickets, refunds: [...refunds], owed: "11.00" }));
  openApp("/ticket/s3cret");
  expect(await screen.findByText(/We are looking into this booking/)).toBeInTheDocument();
  expect(screen.getAllByText("Code at the door")).toHaveLength(1);
  expect(screen.getByText("€11.00 could not be paid back yet. We are looking into it.")).toBeInTheDocument();
  expect(screen.getByText("€3.00 was paid back to you another way.")).toBeInTheDocument();
});

it("says that staff look into an order without valid tickets and refunds", async () => {
  const tickets = [ticketOf(11, 1, { status: "VOIDED" })];
  respondWith(orderOf({ status: "NEEDS_ATTENTION", tickets }));
  openApp("/ticket/s3cret");
  expect(
    await screen.findByRole("heading", { name: "We are looking into your booking" }),
  ).toBeInTheDocument();
  expect(screen.getByText("The Long Afternoon")).toBeInTheDocument();
});

it("offers no refund after the deadline", async () => {
  respondWith(orderOf({ refundable_until: "2020-01-01T00:00:00Z" }));
  openApp("/ticket/s3cret");
  await screen.findByText("4F7K-XW9P-Q2ML");
  expect(screen.queryByRole("button", { name: "Cancel and refund" })).not.toBeInTheDocument();
});

it("refunds the selected tickets", async () => {
  installDialogElement();
  respondWith(orderOf());
  const requests: unknown[] = [];
  fakeApi.use(
    http.post("*/api/orders/s3cret/refund/", async ({ request }) => {
      requests.push(await request.json());
      respondWith(
        orderOf({
          status: "PARTLY_REFUNDED",
          tickets: [ticketOf(11, 1), ticketOf(12, 2, { status: "VOIDED" })],
        }),
      );
      return HttpResponse.json({ status: "PARTLY_REFUNDED", released: [12], refunds: [] });
    }),
  );
  const user = openApp("/ticket/s3cret");
  await user.click(await screen.findByRole("button", { name: "Cancel and refund" }));
  const dialog = await screen.findByRole("dialog", { name: "Cancel and refund?" });
  await user.click(within(dialog).getByRole("checkbox", { name: "A1 · €11.00" }));
  await user.click(within(dialog).getByRole("button", { name: "Cancel and refund · €11.00" }));
  expect(await screen.findByText("Cancelled: no longer valid")).toBeInTheDocument();
  expect(requests).toEqual([{ seat_ids: [12] }]);
  // The next refund starts with all tickets that are left.
  await user.click(screen.getByRole("button", { name: "Cancel and refund" }));
  expect(await screen.findByRole("checkbox", { name: "A1 · €11.00" })).toBeChecked();
});

it("holds the same seats again after an unfinished payment", async () => {
  respondWith(orderOf({ status: "EXPIRED", paid_at: null, tickets: [] }));
  const requests: unknown[] = [];
  fakeApi.use(
    http.post("*/api/lock-seat/", async ({ request }) => {
      requests.push(await request.json());
      return HttpResponse.json(holdOf([11, 12]), { status: 201 });
    }),
  );
  const user = openApp("/ticket/s3cret");
  await user.click(await screen.findByRole("button", { name: "Try the same seats" }));
  expect(await screen.findByRole("heading", { name: "Checkout" })).toBeInTheDocument();
  expect(requests).toEqual([{ show_id: 7, seat_ids: [11, 12] }]);
});

it("shows saved tickets without a network, and says when there is no saved copy", async () => {
  localStorage.setItem("matinee.tickets.s3cret", JSON.stringify(orderOf()));
  vi.spyOn(navigator, "onLine", "get").mockReturnValue(false);
  onlineManager.setOnline(false);
  openApp("/ticket/s3cret");
  expect(await screen.findByText(/^You’re offline\. This is your booking/)).toBeInTheDocument();
  expect(screen.getByText("4F7K-XW9P-Q2ML")).toBeInTheDocument();
  cleanup();
  openApp("/ticket/other");
  expect(await screen.findByText(/this browser hasn’t seen this booking before/)).toBeInTheDocument();
  onlineManager.setOnline(true);
});

it("deletes saved tickets that the server no longer has", async () => {
  localStorage.setItem("matinee.tickets.s3cret", JSON.stringify(orderOf()));
  fakeApi.use(http.get("*/api/orders/s3cret/", () => problem(404, "order-not-found")));
  openApp("/ticket/s3cret");
  expect(await screen.findByRole("heading", { name: "Tickets not found" })).toBeInTheDocument();
  expect(localStorage.getItem("matinee.tickets.s3cret")).toBe(null);
});

it("shows no code for a cancelled show", async () => {
  respondWith(orderOf({ show: { ...show, status: "CANCELLED" } }));
  openApp("/ticket/s3cret");
  expect(await screen.findByText("Show cancelled")).toBeInTheDocument();
  expect(screen.getByText(/You get your money back/)).toBeInTheDocument();
  expect(screen.queryByText("Code at the door")).not.toBeInTheDocument();
  expect(screen.queryByRole("link", { name: "Tickets as PDF" })).not.toBeInTheDocument();
});
