import { screen, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { expect, it } from "vitest";
import { fakeApi, orderOf, problem, show } from "./fake-api.ts";
import { openApp } from "./open-app.tsx";

const saveOrder = (order: ReturnType<typeof orderOf>) =>
  localStorage.setItem(`matinee.tickets.${order.secret}`, JSON.stringify(order));

function respondWith(response: () => Response): unknown[] {
  const requests: unknown[] = [];
  fakeApi.use(
    http.post("*/api/orders/find/", async ({ request }) => {
      requests.push(await request.json());
      return response();
    }),
  );
  return requests;
}

const sent = /^If there are upcoming bookings with this address, their links are on the way/;

it("sends the email address alone, and does not reveal whether there are bookings", async () => {
  const requests = respondWith(() => HttpResponse.json({ status: "ACCEPTED" }, { status: 202 }));
  const user = openApp("/find");
  await user.type(await screen.findByLabelText("Email"), "ada@example.org ");
  expect(screen.getAllByRole("textbox")).toHaveLength(1);
  await user.click(screen.getByRole("button", { name: "Email me the links" }));
  expect(await screen.findByText(sent)).toBeInTheDocument();
  expect(requests).toEqual([{ email: "ada@example.org" }]);
  expect(screen.getByRole("link", { name: "See what’s on" })).toHaveAttribute("href", "/");
});

it("names the missing field and focuses it", async () => {
  const requests = respondWith(() => HttpResponse.json({ status: "ACCEPTED" }, { status: 202 }));
  const user = openApp("/find");
  await user.click(await screen.findByRole("button", { name: "Email me the links" }));
  expect(screen.getByLabelText("Email")).toHaveFocus();
  expect(screen.getByLabelText("Email")).toHaveAccessibleDescription("Enter your email address.");
  expect(requests).toEqual([]);
});

it("shows what this device remembers of the customer, and forgets it on request", async () => {
  localStorage.setItem("matinee.customer", JSON.stringify({ email: "ada@example.org", name: "Ada" }));
  sessionStorage.setItem("matinee.customer", JSON.stringify({ email: "ada@example.org", name: "Ada" }));
  sessionStorage.setItem("matinee.sent-to.s3cret", JSON.stringify("ada@example.org"));
  const user = openApp("/find");
  expect(await screen.findByLabelText("Email")).toHaveValue("ada@example.org");
  const remembered = screen.getByRole("region", { name: "Remembered on this device" });
  expect(remembered).toHaveTextContent("Ada, ada@example.org");
  await user.click(within(remembered).getByRole("button", { name: "Forget me" }));
  expect(localStorage.getItem("matinee.customer")).toBe(null);
  expect(sessionStorage.getItem("matinee.customer")).toBe(null);
  expect(sessionStorage.getItem("matinee.sent-to.s3cret")).toBe(null);
  expect(screen.queryByRole("region", { name: "Remembered on this device" })).not.toBeInTheDocument();
});

it("is one tap from every page", async () => {
  openApp("/nowhere");
  const header = await screen.findByRole("banner");
  expect(within(header).getByRole("link", { name: "My bookings" })).toHaveAttribute("href", "/find");
});

it("says when the API is busy", async () => {
  respondWith(() => problem(503, "busy"));
  const user = openApp("/find");
  await user.type(await screen.findByLabelText("Email"), "ada@example.org{Enter}");
  expect(await screen.findByText(/The box office is busy/)).toBeInTheDocument();
  expect(screen.queryByText(sent)).not.toBeInTheDocument();
});

it("lists the saved bookings, and deletes one on request", async () => {
  const over = { ...show, starts_at: "2020-01-01T20:00:00Z", ends_at: "2020-01-01T22:00:00Z" };
  saveOrder(orderOf());
  saveOrder(orderOf({ secret: "unpaid", status: "EXPIRED", tickets: [] }));
  saveOrder(orderOf({ secret: "long-ago", show: over }));
  const user = openApp("/find");
  const seen = await screen.findByRole("region", { name: "On this device" });
  const links = within(seen).getAllByRole("link");
  expect(links.map((link) => link.getAttribute("href"))).toEqual(["/ticket/s3cret"]);
  await user.click(within(seen).getByRole("button", { name: "Remove MT-4F7K from this device" }));
  expect(screen.queryByRole("region", { name: "On this device" })).not.toBeInTheDocument();
  expect(screen.getByText(/^Bookings that you make or open in this browser/)).toBeInTheDocument();
  expect(localStorage.getItem("matinee.tickets.s3cret")).toBe(null);
});

it("lists past bookings after the upcoming ones, and names the state of a booking", async () => {
  saveOrder(orderOf({ secret: "over", show: { ...show, ends_at: "2031-02-28T22:30:00+01:00" } }));
  const tickets = orderOf().tickets.map((ticket) => ({ ...ticket, status: "VOIDED" as const }));
  saveOrder(orderOf({ secret: "refunded", status: "REFUNDED", tickets }));
  openApp("/find");
  await screen.findByRole("heading", { name: "Past" });
  const [upcoming, past] = within(screen.getByRole("region", { name: "On this device" })).getAllByRole(
    "list",
  );
  expect(upcoming).toHaveTextContent("Booking cancelled");
  expect(past).toHaveTextContent("This show is over");
});
