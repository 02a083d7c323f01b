import { type ReactNode, useEffect, useId, useRef } from "react";
import styles from "./dialog.module.css";

type Props = {
  open: boolean;
  title: string;
  children: ReactNode;
  /** The buttons at its foot. */
  actions: ReactNode;
  /** Escape asks for it too. */
  onClose: () => void;
};

/** A question that has to be answered first. The browser keeps the focus inside and gives it back at the end. */
export function Dialog({ open, title, children, actions, onClose }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();

  useEffect(() => {
    const element = dialog.current;
    if (open && !element?.open) element?.showModal();
    if (!open && element?.open) element.close();
  }, [open]);

  return (
    <dialog ref={dialog} className={styles.dialog} aria-labelledby={titleId} onClose={onClose}>
      <h2 id={titleId}>{title}</h2>
      {children}
      <div className={styles.actions}>{actions}</div>
    </dialog>
  );
}
