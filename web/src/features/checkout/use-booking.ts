import { plural, t } from "@lingui/core/macro";
import { useEffect, useState } from "react";
import { useLocation } from "wouter";
import { declineText } from "#api/decline.ts";
import { type Hold, useHoldActions } from "#api/hold.ts";
import { book } from "#api/orders.ts";
import { Problem, problemText } from "#api/problem.ts";
import type { BookingRequest } from "#api/types.ts";
import { clockTime } from "#lib/time.ts";
import { PaymentFieldError } from "./payment-method.ts";

const lost = () =>
  t`We couldn’t reach the box office. Press the button again: nothing is booked or paid twice.`;
const invalid = () => t`Something here isn’t right. Check your e-mail address, then try again.`;

type Booking = {
  busy: boolean;
  failure: string | null;
  submit: (collect: () => Promise<BookingRequest>) => Promise<void>;
};

/** "There isn’t enough money on this card. You were not charged, …" */
function declined({ data }: Problem): string {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const why = declineText(data.decline_code);
  if (!data.locked_until)
    return t`${why} You were not charged, and your seats are still held. Try another card.`;
  const until = clockTime(data.locked_until, zone);
  return t`${why} You were not charged, and your seats are still held until ${until}. Try another card.`;
}

/** `book-seat` limits the attempts for one hold and the declined payments of one network. */
function tooMany({ retryAfter }: Problem): string {
  const minutes = Math.ceil((retryAfter ?? 60) / 60);
  return plural(minutes, {
    one: "Too many payments were declined. You were not charged, and your seats are still held. Try again in # minute, or ask at the box office.",
    other:
      "Too many payments were declined. You were not charged, and your seats are still held. Try again in # minutes, or ask at the box office.",
  });
}

function failureText(error: unknown): string {
  if (error instanceof PaymentFieldError) return error.message;
  if (!(error instanceof Problem)) return lost();
  if (error.code === "payment-declined") return declined(error);
  if (error.code === "too-many-requests") return tooMany(error);
  return error.code === "invalid" ? invalid() : problemText(error);
}

/** Pays and leads to the order's page; what fails stays on this one with its reason. */
export function useBooking(hold: Hold | null): Booking {
  const [, navigate] = useLocation();
  const { finish, refresh } = useHoldActions();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const secret = hold?.order?.secret;

  async function submit(collect: () => Promise<BookingRequest>) {
    setBusy(true);
    setFailure(null);
    try {
      const { status, order } = await book(await collect());
      navigate(`/ticket/${order.secret}`, { replace: true });
      await (status === "BOOKED" ? finish() : refresh());
    } catch (error) {
      setFailure(failureText(error));
      if (error instanceof Problem) await refresh();
      setBusy(false);
    }
  }

  // Paid, or being paid, and this page didn't know it yet: an answer got lost, or it was another tab.
  useEffect(() => {
    if (secret && !busy) navigate(`/ticket/${secret}`, { replace: true });
  }, [secret, busy, navigate]);

  return { busy, failure, submit };
}
