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

it("sends email address and reference in any case, and does not reveal whether the booking exists", async () => {
  const requests = respondWith(() => HttpResponse.json({ status: "ACCEPTED" }, { status: 202 }));
  const user = openApp("/find");
  await user.type(await screen.findByLabelText("E-mail"), "ada@example.org ");
  await user.type(screen.getByLabelText("Reference"), " mt4f7kxw");
  await user.click(screen.getByRole("button", { name: "Mail me the link" }));
  expect(
    await screen.findByText("If there is a booking, we have just mailed its link to that address."),
  ).toBeInTheDocument();
  expect(requests).toEqual([{ email: "ada@example.org", reference: "MT4F7KXW" }]);
  expect(screen.getByRole("link", { name: "See what’s on" })).toHaveAttribute("href", "/");
});

it("names the missing field and focuses it", async () => {
  const requests = respondWith(() => HttpResponse.json({ status: "ACCEPTED" }, { status: 202 }));
  const user = openApp("/find");
  await user.click(await screen.findByRole("button", { name: "Mail me the link" }));
  expect(screen.getByLabelText("E-mail")).toHaveFocus();
  expect(screen.getByLabelText("E-mail")).toHaveAccessibleDescription("Enter your e-mail address.");
  await user.type(screen.getByLabelText("E-mail"), "ada@example.org");
  await user.click(screen.getByRole("button", { name: "Mail me the link" }));
  expect(screen.getByLabelText("Reference")).toHaveFocus();
  expect(screen.getByLabelText("Reference")).toHaveAccessibleDescription(
    /^Enter the reference of your booking\./,
  );
  expect(requests).toEqual([]);
});

it("says when the API is busy", async () => {
  respondWith(() => problem(503, "busy"));
  const user = openApp("/find");
  await user.type(await screen.findByLabelText("E-mail"), "ada@example.org");
  await user.type(screen.getByLabelText("Reference"), "MT4F7KXW{Enter}");
  expect(await screen.findByText(/The box office is busy/)).toBeInTheDocument();
  expect(screen.queryByText(/If there is a booking/)).not.toBeInTheDocument();
});

it("lists the saved bookings, and deletes one on request", async () => {
  const over = { ...show, starts_at: "2020-01-01T20:00:00Z", ends_at: "2020-01-01T22:00:00Z" };
  saveOrder(orderOf());
  saveOrder(orderOf({ secret: "unpaid", status: "EXPIRED", tickets: [] }));
  saveOrder(orderOf({ secret: "long-ago", show: over }));
  const user = openApp("/find");
  const seen = await screen.findByRole("region", { name: "Seen on this device" });
  const links = within(seen).getAllByRole("link");
  expect(links.map((link) => link.getAttribute("href"))).toEqual(["/ticket/s3cret"]);
  await user.click(within(seen).getByRole("button", { name: "Forget MT-4F7K on this device" }));
  expect(screen.queryByRole("region", { name: "Seen on this device" })).not.toBeInTheDocument();
  expect(localStorage.getItem("matinee.tickets.s3cret")).toBe(null);
});
