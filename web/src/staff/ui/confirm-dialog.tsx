import { t } from "@lingui/core/macro";
import type { ReactNode } from "react";
import { staffProblemText } from "#api/staff/problem.ts";
import { Button } from "#ui/button.tsx";
import { Dialog } from "#ui/dialog.tsx";

type Props = {
  open: boolean;
  title: string;
  /** The button that does it, such as "Revoke the key". */
  verb: string;
  busy: boolean;
  error: unknown;
  confirm: () => void;
  close: () => void;
  children: ReactNode;
};

/** Asks before an action that cannot be undone here, and shows why it was refused. */
export function ConfirmDialog({ open, title, verb, busy, error, confirm, close, children }: Props) {
  return (
    <Dialog
      open={open}
      title={title}
      onClose={close}
      actions={
        <>
          <Button kind="primary" busy={busy} onClick={confirm}>
            {verb}
          </Button>
          <Button onClick={close}>{t`Cancel`}</Button>
        </>
      }
    >
      <p>{children}</p>
      {error !== null && <p role="alert">{staffProblemText(error)}</p>}
    </Dialog>
  );
}
