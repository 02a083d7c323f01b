import { plural, t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { type FormEvent, Suspense, useEffect, useRef } from "react";
import { Link } from "wouter";
import type { HoldState } from "#api/hold.ts";
import { useLegalLinks } from "#api/terms.ts";
import type { HallLayout } from "#api/types.ts";
import { formatMoney, formatMoneyShort, isNothing } from "#lib/money.ts";
import { formatList } from "#lib/names.ts";
import type { EmailCheck } from "#ui/email-field.tsx";
import { LegalLinks } from "#ui/legal-links.tsx";
import { useOnline } from "#ui/use-online.ts";
import styles from "./checkout-form.module.css";
import { CustomerFields } from "./customer-fields.tsx";
import { customerOf, useDraft } from "./draft.ts";
import { Released, usePreloadedComponents } from "./lazy-components.ts";
import { Lines } from "./line-list.tsx";
import { entranceOf, linesOf, providerTotalOf, purchaseOf, totalOf } from "./lines.ts";
import { PayBar } from "./pay-bar.tsx";
import { PaymentField } from "./payment/payment-field.tsx";
import { collectFrom, type PaymentMethod } from "./payment/payment-method.ts";
import { ShowSummary } from "./show-summary.tsx";
import { RefundTerms } from "./terms.tsx";
import { useBooking } from "./use-booking.ts";

/** A current or an expired hold. The checkout shows both, so that the form keeps its contents. */
export type CheckoutHold = Extract<HoldState, { kind: "held" } | { kind: "expired" }>;

type Props = { layout: HallLayout; state: CheckoutHold };

/** The whole checkout: seats and ticket types, customer, payment and one button. */
export function CheckoutForm({ layout, state }: Props) {
  const { show } = layout;
  const hold = state.kind === "held" ? state.hold : null;
  const [draft, change] = useDraft(show.id);
  const email = useRef<EmailCheck>(null);
  const payment = useRef<PaymentMethod>(null);
  const paymentSection = useRef<HTMLElement>(null);
  const booking = useBooking(show.id, hold);
  const online = useOnline();
  const legalLinks = useLegalLinks(show.venue.id);
  usePreloadedComponents();
  const lines = linesOf(layout, hold ? hold.seatIds : seatsLost(state), draft);
  const entrance = formatList(entranceOf(lines));
  const total = totalOf(lines);
  const price = formatMoney(total, show.currency);
  const free = isNothing(total);
  const now = formatMoneyShort(total, show.currency);
  const { failure } = booking;
  const isPaymentRejected =
    failure !== null && failure !== "price-changed" && failure.fields.some(isOfPayment);
  useEffect(() => {
    if (isPaymentRejected) payment.current?.focus();
  }, [isPaymentRejected]);
  const message =
    failure === "price-changed"
      ? t`The price changed: it is ${now} now. Nothing is paid yet.`
      : failure?.text;
  const rejected = failure === null || failure === "price-changed" ? [] : failure.fields;

  function onSubmit(event: FormEvent) {
    event.preventDefault();
    if (hold === null || booking.busy || !online || !email.current?.check()) return;
    const collect = async () => ({
      hold_token: hold.token,
      ...purchaseOf(lines),
      customer: customerOf(draft),
      ...(free ? {} : { payment: await collectFrom(payment.current) }),
    });
    void booking.submit(collect, draft.remember);
  }

  return (
    <form className={styles.form} onSubmit={onSubmit} noValidate>
      <div className={styles.column}>
        <ShowSummary show={show} />
        <section className={styles.part} aria-labelledby="who">
          <div className={styles.heading}>
            <h2 id="who">
              <Trans>Who is coming</Trans>
            </h2>
            <Link href={`/show/${show.id}`}>
              <Trans>Change seats</Trans>
            </Link>
          </div>
          <Lines
            lines={lines}
            currency={show.currency}
            onChoose={(seatId, typeId) => change({ ticketTypes: { ...draft.ticketTypes, [seatId]: typeId } })}
          />
          {entrance && <p>{t`At the entrance: ${entrance}`}</p>}
          <p className={styles.total}>
            <span>
              <Trans>Total, all fees included</Trans>
            </span>
            <strong>{free ? t`Free` : price}</strong>
          </p>
        </section>
      </div>
      <div className={styles.column}>
        <section className={styles.part} aria-labelledby="where">
          <h2 id="where">
            <Trans>Where the tickets go</Trans>
          </h2>
          <CustomerFields draft={draft} change={change} email={email} rejected={rejected} />
        </section>
        {!free && (
          <section className={styles.part} aria-labelledby="payment" ref={paymentSection}>
            <h2 id="payment">
              <Trans>Payment</Trans>
            </h2>
            <PaymentField
              ref={payment}
              amount={providerTotalOf(lines)}
              currency={show.currency}
              rejected={isPaymentRejected}
            />
          </section>
        )}
        {hold ? (
          <PayBar
            hold={hold}
            label={
              free ? plural(lines.length, { one: "Book # seat", other: "Book # seats" }) : t`Pay · ${price}`
            }
            busy={booking.busy}
            failure={message ?? null}
            paymentSection={paymentSection}
          >
            <RefundTerms show={show} />
          </PayBar>
        ) : (
          <Suspense>
            <Released layout={layout} seatIds={seatsLost(state)} />
          </Suspense>
        )}
        <LegalLinks links={legalLinks} />
      </div>
    </form>
  );
}

const isOfPayment = (field: string) => field.startsWith("payment");

const seatsLost = (state: CheckoutHold) => (state.kind === "expired" ? state.seatIds : []);
