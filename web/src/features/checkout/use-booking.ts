import { useEffect, useState } from "react";
import { useLocation } from "wouter";
import { type Hold, useHoldActions } from "#api/hold.ts";
import { book, keptOrder, openAttempt } from "#api/orders.ts";
import { Problem, problemText } from "#api/problem.ts";
import type { BookingRequest, Show } from "#api/types.ts";

const LOST = "We couldn't reach the box office. Press the button again: nothing is booked twice.";

type Booking = {
  busy: boolean;
  failure: string | null;
  submit: (request: BookingRequest) => Promise<void>;
};

/** Books and leads to the tickets; what fails stays on the page with its reason. */
export function useBooking(show: Show, hold: Hold | null): Booking {
  const [, navigate] = useLocation();
  const { finish, refresh } = useHoldActions();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);

  async function leave(secret: string) {
    navigate(`/ticket/${secret}`, { replace: true });
    await finish();
  }

  async function submit(request: BookingRequest) {
    setBusy(true);
    setFailure(null);
    try {
      const { order } = await book(request, show);
      await leave(order.secret);
    } catch (error) {
      setFailure(error instanceof Problem ? problemText(error) : LOST);
      if (error instanceof Problem) void refresh();
      setBusy(false);
    }
  }

  /** The seats are sold and this page didn't know it yet: the answer got lost, or another tab booked. */
  async function showSold(token: string, secret: string) {
    const attempt = openAttempt();
    if (!keptOrder(secret) && attempt?.request.hold_token === token) await submit(attempt.request);
    else await leave(secret);
  }

  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each order that turns up
  useEffect(() => {
    if (hold?.order) void showSold(hold.token, hold.order.secret);
  }, [hold?.order?.secret]);

  return { busy, failure, submit };
}
