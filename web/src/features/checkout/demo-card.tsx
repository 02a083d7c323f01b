import { type Ref, useImperativeHandle, useState } from "react";
import styles from "./checkout-form.module.css";
import { Field } from "./field.tsx";
import type { PaymentMethod } from "./payment-method.ts";

const GOOD_CARD = "4242 4242 4242 4242";

/** The demo's cards that a visitor may like to see at work. */
const TEST_CARDS = [
  [GOOD_CARD, "is approved"],
  ["4000 0000 0000 0002", "is declined"],
  ["4000 0000 0000 9995", "has no money on it"],
  ["4000 0025 0000 3155", "asks for a further step"],
  ["4000 0000 0000 8021", "takes 20 seconds to answer"],
] as const;

/** Stands in for a real card form; no money moves. */
export function DemoCard({ ref }: { ref: Ref<PaymentMethod> }) {
  const [card, setCard] = useState<string>(GOOD_CARD);
  useImperativeHandle(ref, () => ({ collect: async () => ({ card }) }), [card]);

  return (
    <div className={styles.card}>
      <Field
        label="Card number"
        hint="This is a demonstration: no money moves. Don’t enter a real card."
        inputMode="numeric"
        autoComplete="off"
        required
        value={card}
        onChange={(event) => setCard(event.target.value)}
      />
      <details>
        <summary>Test cards</summary>
        <ul className={styles.testCards}>
          {TEST_CARDS.map(([number, does]) => (
            <li key={number}>
              <button type="button" onClick={() => setCard(number)}>
                {number}
              </button>{" "}
              {does}
            </li>
          ))}
        </ul>
      </details>
    </div>
  );
}
