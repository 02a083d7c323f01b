import { onlineManager } from "@tanstack/react-query";
import { cleanup, screen, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { expect, it, vi } from "vitest";
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

it("saves the tickets for use without a network", async () => {
  localStorage.setItem("matinee.tickets.s3cret", JSON.stringify(orderOf()));
  fakeApi.use(http.get("*/api/orders/s3cret/", () => problem(503, "busy")));
  openApp("/ticket/s3cret");
  expect(await screen.findByText(/as this browser saw it last/)).toBeInTheDocument();
  expect(screen.getByText("4F7K-XW9P-Q2ML")).toBeInTheDocument();
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
  expect(await screen.findByText("Given back: not valid any more")).toBeInTheDocument();
  expect(screen.getAllByText("Code at the door")).toHaveLength(1);
  expect(screen.getByText("€11.00 are on their way back to you.")).toBeInTheDocument();
});

it("shows the valid tickets and the refunds of an order that needs attention", async () => {
  const tickets = [ticketOf(11, 1, { status: "VOIDED" }), ticketOf(12, 2)];
  const refunds = [
    { amount: "11.00", status: "REFUSED" },
    { amount: "3.00", status: "REFUSED", settled_at: "2031-03-02T10:00:00Z" },
  ] as const;
  respondWith(orderOf({ status: "NEEDS_ATTENTION", tickets, refunds: [...refunds], owed: "11.00" }));
  openApp("/ticket/s3cret");
  expect(await screen.findByText(/We are looking into this booking/)).toBeInTheDocument();
  expect(screen.getAllByText("Code at the door")).toHaveLength(1);
  expect(screen.getByText("€11.00 could not be paid back yet. We are looking into it.")).toBeInTheDocument();
  expect(screen.getByText("€3.00 were given back to you in another way.")).toBeInTheDocument();
});

it("says that staff look into an order without valid tickets and refunds", async () => {
  const tickets = [ticketOf(11, 1, { status: "VOIDED" })];
  respondWith(orderOf({ status: "NEEDS_ATTENTION", tickets }));
  openApp("/ticket/s3cret");
  expect(
    await screen.findByRole("heading", { name: "We are looking into your booking" }),
  ).toBeInTheDocument();
});

it("offers no refund after the deadline", async () => {
  respondWith(orderOf({ refundable_until: "2020-01-01T00:00:00Z" }));
  openApp("/ticket/s3cret");
  await screen.findByText("4F7K-XW9P-Q2ML");
  expect(screen.queryByRole("button", { name: "Give tickets back" })).not.toBeInTheDocument();
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
  await user.click(await screen.findByRole("button", { name: "Give tickets back" }));
  const dialog = await screen.findByRole("dialog", { name: "Give tickets back?" });
  await user.click(within(dialog).getByRole("checkbox", { name: "A1 · €11.00" }));
  await user.click(within(dialog).getByRole("button", { name: "Give back · €11.00" }));
  expect(await screen.findByText("Given back: not valid any more")).toBeInTheDocument();
  expect(requests).toEqual([{ seat_ids: [12] }]);
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
