/** Approvals of a second person. */

import { Problem } from "#api/problem.ts";
import { body } from "#api/request.ts";
import { staffClient } from "./client.ts";
import { signWithPasskey } from "./passkeys.ts";
import { codeOf } from "./problem.ts";
import type { Approver } from "./types.ts";

export type NeededApproval = { action: string; approvers: Approver[] };

/** What a refusal says about an approval; null if nobody can approve it here. */
export function neededApproval(error: unknown): NeededApproval | null {
  if (codeOf(error) !== "not-permitted" || !(error instanceof Problem)) return null;
  const { action, approvers } = error.data as Partial<NeededApproval>;
  return action === undefined ? null : { action, approvers: approvers ?? [] };
}

/** The approval to send with the refused request, within a minute. Throws: Problem. */
export async function approve(approverId: number, pin: string, action: string): Promise<string> {
  const made = await body(
    staffClient.POST("/api/staff/approvals/", { body: { approver_id: approverId, pin, action } }),
  );
  return made.approval;
}

/** The same with a passkey of the approver. Throws: Problem, DOMException. */
export async function approveWithPasskey(
  approverId: number,
  action: string,
  signal: AbortSignal,
): Promise<string> {
  const asked = { approver_id: approverId, action };
  const begun = await body(staffClient.POST("/api/staff/approvals/passkey/", { body: asked, signal }));
  const credential = await signWithPasskey(begun, { signal });
  const made = await body(
    staffClient.POST("/api/staff/approvals/", { body: { ...asked, credential }, signal }),
  );
  return made.approval;
}
