import { type FocusEvent, type KeyboardEvent, type ReactNode, useId, useRef, useState } from "react";
import styles from "./menu.module.css";

type Props = { label: string; children: (close: () => void) => ReactNode };

/** A button that shows and hides a list of links and buttons. Escape, or the focus elsewhere, closes it. */
export function Menu({ label, children }: Props) {
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const id = useId();
  const close = () => setOpen(false);

  function onKeyDown({ key }: KeyboardEvent) {
    if (key !== "Escape" || !open) return;
    close();
    button.current?.focus();
  }

  function onBlur({ currentTarget, relatedTarget }: FocusEvent) {
    if (relatedTarget && !currentTarget.contains(relatedTarget)) close();
  }

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it listens to the events of its controls
    <div className={styles.menu} onKeyDown={onKeyDown} onBlur={onBlur}>
      <button
        ref={button}
        type="button"
        className={styles.button}
        aria-expanded={open}
        aria-controls={id}
        onClick={() => setOpen(!open)}
      >
        {label}
      </button>
      <div id={id} className={styles.list} hidden={!open}>
        {children(close)}
      </div>
    </div>
  );
}
