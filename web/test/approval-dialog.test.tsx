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
    { id: 7, name: "Mara Weber", pin: true, passkey: false },
    { id: 8, name: "Olga Weber", pin: true, passkey: true },
    { id: 9, name: "Petra Weber", pin: false, passkey: true },
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
  expect(await screen.findByText(/^The PIN or the passkey is wrong/)).toBeVisible();
  expect(pin).toHaveValue("");
  await user.type(pin, "274916{Enter}");
  await vi.waitFor(() => expect(done).toHaveBeenCalledWith("token"));
  expect(bodies).toEqual([
    { approver_id: 8, pin: "274917", action: "signed" },
    { approver_id: 8, pin: "274916", action: "signed" },
  ]);
});

const CREDENTIAL = {
  id: "AQ",
  type: "public-key",
  rawId: new Uint8Array([1]).buffer,
  getClientExtensionResults: () => ({}),
  response: {
    clientDataJSON: new ArrayBuffer(1),
    authenticatorData: new ArrayBuffer(1),
    signature: new ArrayBuffer(1),
    userHandle: null,
  },
};

/** Requests for approvals by passkey, and what the device gets. */
function fakePasskeys() {
  const get = vi.fn<(options: CredentialRequestOptions) => Promise<unknown>>();
  vi.stubGlobal("PublicKeyCredential", class {});
  vi.stubGlobal("navigator", Object.assign(navigator, { credentials: { get } }));
  const bodies: unknown[] = [];
  const answer =
    (response: object, status: number) =>
    async ({ request }: { request: Request }) => {
      bodies.push(await request.json());
      return HttpResponse.json(response, { status });
    };
  fakeApi.use(
    http.post(`${APPROVALS}passkey/`, answer({ options: { challenge: "AQ", rpId: "localhost" } }, 200)),
    http.post(APPROVALS, answer({ approval: "token", expires_at: "2026-12-01T12:01:00Z" }, 201)),
  );
  return { get, bodies };
}

it("lets the chosen person use a passkey instead of the PIN", async () => {
  const user = userEvent.setup();
  const { get, bodies } = fakePasskeys();
  get.mockRejectedValueOnce(new DOMException("", "NotAllowedError")).mockResolvedValueOnce(CREDENTIAL);
  const done = vi.fn();
  render(<ApprovalDialog needed={NEEDED} what="" done={done} close={vi.fn()} />);
  const button = () => screen.queryByRole("button", { name: "Use a passkey" });
  expect(button()).toBeNull();
  await user.selectOptions(screen.getByLabelText("Who approves it"), "Olga Weber");
  expect(button()).toBeVisible();
  await user.selectOptions(screen.getByLabelText("Who approves it"), "Petra Weber");
  expect(screen.queryByLabelText("Approval PIN of this person")).toBeNull();
  expect(screen.queryByRole("button", { name: "Approve" })).toBeNull();
  await user.click(button() as HTMLElement);
  expect(await screen.findByText(/^The passkey was not used/)).toBeVisible();
  await user.click(button() as HTMLElement);
  await vi.waitFor(() => expect(done).toHaveBeenCalledWith("token"));
  const asked = { approver_id: 9, action: "signed" };
  expect(bodies).toEqual([asked, asked, { ...asked, credential: expect.objectContaining({ id: "AQ" }) }]);
  vi.unstubAllGlobals();
});

it("approves nothing with a passkey that is used after the dialog was closed", async () => {
  const user = userEvent.setup();
  const { get, bodies } = fakePasskeys();
  let use: (credential: unknown) => void = () => undefined;
  get.mockReturnValueOnce(
    new Promise((resolve) => {
      use = resolve;
    }),
  );
  const done = vi.fn();
  const props = { what: "", done, close: vi.fn() };
  const needed = { ...NEEDED, approvers: NEEDED.approvers.slice(2) };
  const { rerender } = render(<ApprovalDialog needed={needed} {...props} />);
  await user.click(screen.getByRole("button", { name: "Use a passkey" }));
  await vi.waitFor(() => expect(get).toHaveBeenCalled());
  rerender(<ApprovalDialog needed={null} {...props} />);
  expect(get.mock.calls[0]?.[0].signal?.aborted).toBe(true);
  use(CREDENTIAL);
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(bodies).toHaveLength(1);
  expect(done).not.toHaveBeenCalled();
  vi.unstubAllGlobals();
});

it("ends the passkey of a person when another one is chosen", async () => {
  const user = userEvent.setup();
  const { get, bodies } = fakePasskeys();
  get.mockImplementationOnce(
    ({ signal }) =>
      new Promise((_, reject) => {
        signal?.addEventListener("abort", () => reject(signal.reason));
      }),
  );
  const done = vi.fn();
  const needed = { ...NEEDED, approvers: NEEDED.approvers.slice(1) };
  render(<ApprovalDialog needed={needed} what="" done={done} close={vi.fn()} />);
  await user.selectOptions(screen.getByLabelText("Who approves it"), "Petra Weber");
  await user.click(screen.getByRole("button", { name: "Use a passkey" }));
  await vi.waitFor(() => expect(get).toHaveBeenCalled());
  await user.selectOptions(screen.getByLabelText("Who approves it"), "Olga Weber");
  expect(get.mock.calls[0]?.[0].signal?.aborted).toBe(true);
  await user.type(screen.getByLabelText("Approval PIN of this person"), "274916{Enter}");
  await vi.waitFor(() => expect(done).toHaveBeenCalledWith("token"));
  expect(screen.getByRole("alert")).toBeEmptyDOMElement();
  expect(bodies).toEqual([
    { approver_id: 9, action: "signed" },
    { approver_id: 8, pin: "274916", action: "signed" },
  ]);
  vi.unstubAllGlobals();
});

it("says where a passkey is needed that the browser does not have", () => {
  const needed = { ...NEEDED, approvers: NEEDED.approvers.slice(2) };
  render(<ApprovalDialog needed={needed} what="" done={vi.fn()} close={vi.fn()} />);
  expect(screen.getByText(/^This person has a passkey but no approval PIN/)).toBeVisible();
  expect(screen.queryByRole("button", { name: "Use a passkey" })).toBeNull();
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
