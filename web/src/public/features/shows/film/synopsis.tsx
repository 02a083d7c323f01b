import { t } from "@lingui/core/macro";
import { useState } from "react";
import styles from "../film-page.module.css";

/** Characters that a phone shows without a button. */
const SHORT = 160;

/** A phone shows the first lines of a long text, and a button for the rest. */
export function Synopsis({ text }: { text: string }) {
  const [isOpen, setOpen] = useState(false);
  const isLong = text.length > SHORT;
  return (
    <div className={styles.synopsis}>
      <p data-cut={(isLong && !isOpen) || undefined}>{text}</p>
      {isLong && (
        <button type="button" className={styles.more} aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          {isOpen ? t`Show less` : t`Read more`}
        </button>
      )}
    </div>
  );
}
