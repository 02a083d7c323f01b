/** An error of the API (RFC 9457): a stable `code` and its data. */

import { i18n, type MessageDescriptor } from "@lingui/core";
import { msg, plural, t } from "@lingui/core/macro";
import type { ProblemCode, ProblemDocument } from "./problem-document.ts";

export class Problem extends Error {
  readonly status: number;
  /** `unknown` if the response is no problem document. */
  readonly code: ProblemCode | "unknown";
  readonly data: ProblemDocument;
  /** Seconds, if the server sent `Retry-After`. */
  readonly retryAfter: number | null;

  constructor(status: number, data: ProblemDocument, retryAfter: number | null = null) {
    super(data.detail ?? data.title ?? `HTTP ${status}`);
    this.status = status;
    this.code = data.code ?? "unknown";
    this.data = data;
    this.retryAfter = retryAfter;
  }
}

/** Reads an error response. A response without a problem document (from a proxy) keeps its status. */
export async function problemFrom(response: Response): Promise<Problem> {
  const wait = Number(response.headers.get("Retry-After"));
  const data = await response.json().catch(() => ({}));
  return new Problem(response.status, data ?? {}, wait > 0 ? wait : null);
}

const MESSAGES: { [code in Problem["code"]]?: MessageDescriptor } = {
  "show-not-found": msg`This show is no longer listed. Choose another one.`,
  "seat-not-found": msg`That seat is no longer part of this hall. Load the page again.`,
  "hold-not-found": msg`Your seats are not held any more. Choose them again.`,
  "hold-expired": msg`The time ran out and your seats were released. Choose them again.`,
  "hold-changed": msg`Your seats were changed in another tab. Check them, then go on.`,
  "hold-frozen": msg`These seats are being paid for. Finish that first.`,
  "already-booked": msg`These seats are booked already.`,
  "sales-not-open": msg`Tickets for this show aren’t on sale yet.`,
  "sales-closed": msg`Sales for this show have ended. Choose another time.`,
  "show-cancelled": msg`This show was cancelled. Choose another time.`,
  "seat-out-of-service": msg`That seat is out of service. Choose another one.`,
  "extension-limit": msg`The time can’t be extended again. Book now to keep your seats.`,
  "too-many-of-ticket-type": msg`One order can’t have that many tickets of this type. Choose another ticket for some seats.`,
  "payment-declined": msg`Your payment was declined, and you were not charged. Try another card.`,
  "order-not-found": msg`There is no booking at this address.`,
  "idempotency-in-flight": msg`We are still working on your booking. Wait a moment, then try again.`,
};

/** The fields that the server rejected, such as `customer.name`; empty for other errors. */
export function invalidFields(error: unknown): string[] {
  return error instanceof Problem ? Object.keys(error.data.errors ?? {}) : [];
}

/** The message for the visitor, with what to do next. */
export function problemText(error: unknown): string {
  if (!(error instanceof Problem)) {
    return navigator.onLine
      ? t`The box office didn’t answer. Try again.`
      : t`You’re offline. Try again when you’re connected.`;
  }
  if (error.status === 503 || error.status === 429) {
    return plural(error.retryAfter ?? 2, {
      one: "The box office is busy. Try again in # second.",
      other: "The box office is busy. Try again in # seconds.",
    });
  }
  return i18n._(MESSAGES[error.code] ?? msg`That didn’t work. Load the page again.`);
}

/** Whether the request can be repeated with the same key: the response was lost, or a proxy timed out. */
export function isRetryable(error: unknown): boolean {
  return !(error instanceof Problem) || error.status === 502 || error.status === 504;
}
