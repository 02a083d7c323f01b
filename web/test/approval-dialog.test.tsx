import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { HttpResponse, http } from "msw";
import { beforeAll, expect, it, vi } from "vitest";
import { Problem } from "#api/problem.ts";
import { neededApproval } from "#api/staff/approvals.ts";
import { ApprovalDialog } from "#staff/ui/approval-dialog.tsx";
import { installDialogElement } from "./dialog-element.ts";
import { fakeApi } from "./fake-api.ts";

const APPROVALS = "http://localhost/api/staff/approvals/";
const NEEDED = {
  action: "signed",
  approvers: [
    { id: 7, name: "Mara Weber" },
    { id: 8, name: "Olga Weber" },
  ],
};

beforeAll(installDialogElement);

function problem(status: number, code: string, data: object = {}) {
  return HttpResponse.json({ title: "", detail: "", status, code, ...data }, { status });
}

it("sends the chosen person, the PIN and the action, and hands over the approval", async () => {
  const user = userEvent.setup();
  const bodies: unknown[] = [];
  fakeApi.use(
    http.post(APPROVALS, async ({ request }) => {
      bodies.push(await request.json());
      if (bodies.length === 1) return problem(403, "approval-refused");
      return HttpResponse.json({ approval: "token", expires_at: "2026-12-01T12:01:00Z" }, { status: 201 });
    }),
  );
  const done = vi.fn();
  render(<ApprovalDialog needed={NEEDED} what="Refund €24.00" done={done} close={vi.fn()} />);
  expect(screen.getByText("Refund €24.00")).toBeVisible();
  await user.click(screen.getByRole("button", { name: "Approve" }));
  expect(screen.getByText("Enter the PIN.")).toBeVisible();
  expect(bodies).toEqual([]);
  await user.selectOptions(screen.getByLabelText("Who approves it"), "Olga Weber");
  const pin = screen.getByLabelText("Approval PIN of this person");
  await user.type(pin, "274917{Enter}");
  expect(await screen.findByText(/^The PIN is wrong/)).toBeVisible();
  expect(pin).toHaveValue("");
  await user.type(pin, "274916{Enter}");
  await vi.waitFor(() => expect(done).toHaveBeenCalledWith("token"));
  expect(bodies).toEqual([
    { approver_id: 8, pin: "274917", action: "signed" },
    { approver_id: 8, pin: "274916", action: "signed" },
  ]);
});

it("says that nobody can approve it", () => {
  render(<ApprovalDialog needed={{ ...NEEDED, approvers: [] }} what="" done={vi.fn()} close={vi.fn()} />);
  expect(screen.getByText(/^Nobody who may approve this/)).toBeVisible();
  expect(screen.queryByRole("button", { name: "Approve" })).toBeNull();
});

it("knows which refusals somebody can approve", () => {
  const refused = (data: object) =>
    new Problem(403, { status: 403, code: "not-permitted", ...data } as never);
  expect(neededApproval(refused(NEEDED))).toEqual(NEEDED);
  expect(neededApproval(refused({ permission: "sell" }))).toBeNull();
  expect(neededApproval(new Error("offline"))).toBeNull();
});
