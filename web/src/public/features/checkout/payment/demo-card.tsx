import { i18n } from "@lingui/core";
import { msg, t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { type Ref, useImperativeHandle, useRef, useState } from "react";
import { Field } from "#ui/field.tsx";
import styles from "../checkout-form.module.css";
import { PaymentFieldError, type PaymentMethod } from "./payment-method.ts";

const GOOD_CARD = "4242 4242 4242 4242";

/** Test cards of the demo provider. */
const TEST_CARDS = [
  [GOOD_CARD, msg`is approved`],
  ["4000 0000 0000 0002", msg`is declined`],
  ["4000 0000 0000 9995", msg`has insufficient funds`],
  ["4000 0025 0000 3155", msg`needs the bank’s check`],
  ["4000 0000 0000 8021", msg`takes 20 seconds to answer`],
] as const;

/** Throws: PaymentFieldError. */
async function detailsOf(card: string) {
  if (card.trim() === "") throw new PaymentFieldError(t`Enter a card number.`);
  return { card };
}

/** A card form for demonstrations. No money moves. */
export function DemoCard({ rejected, ref }: { rejected: boolean; ref: Ref<PaymentMethod> }) {
  const [card, setCard] = useState<string>(GOOD_CARD);
  const field = useRef<HTMLInputElement>(null);
  useImperativeHandle(ref, () => ({ collect: () => detailsOf(card), focus: () => field.current?.focus() }), [
    card,
  ]);

  return (
    <div className={styles.card}>
      <Field
        ref={field}
        aria-invalid={rejected}
        label={t`Card number`}
        hint={t`This is a demonstration: no money moves. Don’t enter a real card.`}
        inputMode="numeric"
        autoComplete="off"
        required
        value={card}
        onChange={(event) => setCard(event.target.value)}
      />
      <details>
        <summary>
          <Trans>Test cards</Trans>
        </summary>
        <ul className={styles.testCards}>
          {TEST_CARDS.map(([number, does]) => (
            <li key={number}>
              <button type="button" onClick={() => setCard(number)}>
                {number}
              </button>{" "}
              {i18n._(does)}
            </li>
          ))}
        </ul>
      </details>
    </div>
  );
}
