import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { type Ref, useEffect, useImperativeHandle, useRef, useState } from "react";
import { type Elements, openStripe, type Stripe } from "#api/stripe.ts";
import { RetryNotice } from "#ui/retry-notice.tsx";
import { notLoaded, PaymentFieldError, type PaymentMethod } from "./payment-method.ts";

type Form = { stripe: Stripe; elements: Elements };

type Props = {
  publishableKey: string;
  amount: number | null;
  currency: string;
  ref: Ref<PaymentMethod>;
};

const invalidDetails = () => t`These payment details can’t be used. Check them.`;

/** Creates a confirmation token. The card number goes only to Stripe. Throws: PaymentFieldError. */
async function tokenOf(form: Form | null) {
  if (form === null) throw new PaymentFieldError(notLoaded());
  const { stripe, elements } = form;
  const checked = await elements.submit();
  if (checked.error) throw new PaymentFieldError(checked.error.message ?? invalidDetails());
  const { error, confirmationToken } = await stripe.createConfirmationToken({ elements });
  if (!confirmationToken) throw new PaymentFieldError(error?.message ?? invalidDetails());
  return { confirmation_token: confirmationToken.id };
}

async function openForm(publishableKey: string, amount: number, currency: string): Promise<Form> {
  const stripe = await openStripe(publishableKey);
  const theme = matchMedia("(prefers-color-scheme: dark)").matches ? "night" : "stripe";
  const options = {
    mode: "payment",
    amount,
    currency: currency.toLowerCase(),
    appearance: { theme },
  } as const;
  return { stripe, elements: stripe.elements(options) };
}

/** Stripe's form for cards and wallets, in an iframe of Stripe. */
export function StripeField({ publishableKey, amount, currency, ref }: Props) {
  const place = useRef<HTMLDivElement>(null);
  const [form, setForm] = useState<Form | null>(null);
  const [attempt, setAttempt] = useState(0);
  const [failed, setFailed] = useState(false);

  useImperativeHandle(
    ref,
    () => ({
      collect: () => tokenOf(form),
      focus: () => form?.elements.getElement("payment")?.focus(),
    }),
    [form],
  );

  // biome-ignore lint/correctness/useExhaustiveDependencies: the effect below passes a changed amount to the same form
  useEffect(() => {
    let stopped = false;
    if (amount === null) return setFailed(true);
    setFailed(false);
    openForm(publishableKey, amount, currency).then(
      (opened) => stopped || setForm(opened),
      () => stopped || setFailed(true),
    );
    return () => {
      stopped = true;
    };
  }, [publishableKey, currency, attempt]);

  useEffect(() => {
    if (form === null || place.current === null) return;
    const element = form.elements.create("payment");
    element.mount(place.current);
    return () => element.destroy();
  }, [form]);

  useEffect(() => {
    if (amount !== null) form?.elements.update({ amount });
  }, [form, amount]);

  if (failed) {
    return (
      <RetryNotice retry={() => setAttempt(attempt + 1)}>
        <Trans>The payment form didn’t load. Check your connection.</Trans>
      </RetryNotice>
    );
  }
  return <div ref={place} />;
}
