import { plural, t } from "@lingui/core/macro";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useLocation } from "wouter";
import { declineReason, isBanksDecline, isInputError } from "#api/decline-reason.ts";
import { type Hold, useHoldActions } from "#api/hold.ts";
import { layoutQuery } from "#api/layout.ts";
import { book } from "#api/orders.ts";
import { invalidFields, Problem, problemText } from "#api/problem.ts";
import { saveOrderCustomer } from "#api/saved-customer.ts";
import { saveSentTo } from "#api/sent-to.ts";
import type { BookingRequest } from "#api/types.ts";
import { MAX_LENGTH } from "#lib/limits.ts";
import { getItem, removeItem, setItem } from "#lib/storage.ts";
import { clockTime } from "#lib/time.ts";
import { PaymentFieldError } from "./payment/payment-method.ts";

const connectionLost = () =>
  t`We couldn’t reach the box office. Press the button again: nothing is booked or paid twice.`;

/** Why a booking failed. `fields` are the fields of the request that the server rejected. */
type Failure = { text: string; fields: string[] } | "price-changed";

type Booking = {
  busy: boolean;
  failure: Failure | null;
  /** With `remember`, this device remembers the customer once the order is paid. */
  submit: (collect: () => Promise<BookingRequest>, remember: boolean) => Promise<void>;
};

/** "There isn’t enough money on this card. You were not charged, …" */
function declined(data: Problem["data"]): string {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const why = declineReason(data.decline_code);
  if (!isBanksDecline(data.decline_code))
    return t`${why} You were not charged, and your seats are still held. Try again.`;
  if (isInputError(data.decline_code)) return t`${why} You were not charged, and your seats are still held.`;
  if (!data.locked_until)
    return t`${why} You were not charged, and your seats are still held. Try another card.`;
  const until = clockTime(data.locked_until, zone);
  return t`${why} You were not charged, and your seats are still held until ${until}. Try another card.`;
}

const DECLINED = "declined";

/** The last decline of a hold, for a reload of the page. */
type SavedDecline = { token: string; data: Problem["data"] };

const isDeclined = (error: unknown): error is Problem =>
  error instanceof Problem && error.code === "payment-declined";

const declineOf = (data: Problem["data"]): Failure => ({
  text: declined(data),
  fields: isBanksDecline(data.decline_code) ? ["payment"] : [],
});

function savedFailure(hold: Hold | null): Failure | null {
  const saved = getItem<SavedDecline>("session", DECLINED);
  return saved && saved.token === hold?.token ? declineOf(saved.data) : null;
}

/** `book-seat` limits the attempts per hold and the declined payments per network. */
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
  if (!(error instanceof Problem)) return connectionLost();
  if (error.code === "too-many-requests") return tooMany(error);
  return invalidText(invalidFields(error)) ?? problemText(error);
}

/** Names the rejected field; null if the visitor can't correct it. */
function invalidText(fields: string[]): string | null {
  if (fields.includes("customer.name")) {
    const most = MAX_LENGTH.name;
    return t`This name can’t be used. It may have ${most} characters at most, on one line.`;
  }
  if (fields.includes("customer.email"))
    return t`This email address can’t be used. Check it, then try again.`;
  if (fields.some((field) => field.startsWith("payment"))) {
    return t`These payment details can’t be used. Check them.`;
  }
  return null;
}

/** The total differs from the confirmed one, or a ticket type is no longer sold. */
function isPriceChange(error: unknown): boolean {
  if (!(error instanceof Problem)) return false;
  return (
    (error.code === "hold-changed" && error.data.total !== undefined) ||
    invalidFields(error).some((field) => field.startsWith("tickets"))
  );
}

/** Books and navigates to the page of the order. If booking fails, the page stays and shows why. */
export function useBooking(showId: number, hold: Hold | null): Booking {
  const cache = useQueryClient();
  const [, navigate] = useLocation();
  const { clearHold, refresh } = useHoldActions();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState(() => savedFailure(hold));
  const secret = hold?.order?.secret;

  async function submit(collect: () => Promise<BookingRequest>, remember: boolean) {
    setBusy(true);
    setFailure(null);
    removeItem("session", DECLINED);
    try {
      const request = await collect();
      const { status, order } = await book(request);
      const { email, name = "" } = request.customer ?? {};
      if (email) {
        saveSentTo(order.secret, email);
        if (remember) saveOrderCustomer(order.secret, { email, name });
      }
      navigate(`/ticket/${order.secret}`, { replace: true });
      await (status === "BOOKED" ? clearHold() : refresh());
    } catch (error) {
      setFailure(await failureOf(error));
      if (isDeclined(error) && hold) setItem("session", DECLINED, { token: hold.token, data: error.data });
      if (error instanceof Problem) await refresh();
      setBusy(false);
    }
  }

  /** Loads the new prices before the message about them appears. */
  async function failureOf(error: unknown): Promise<Failure> {
    if (isDeclined(error)) return declineOf(error.data);
    if (!isPriceChange(error)) return { text: failureText(error), fields: invalidFields(error) };
    return cache.fetchQuery({ ...layoutQuery(showId), staleTime: 0 }).then(
      () => "price-changed" as const,
      (noPrices) => ({ text: failureText(noPrices), fields: [] }),
    );
  }

  // The order exists already: the response was lost, or another tab booked.
  useEffect(() => {
    if (secret && !busy) navigate(`/ticket/${secret}`, { replace: true });
  }, [secret, busy, navigate]);

  return { busy, failure, submit };
}
