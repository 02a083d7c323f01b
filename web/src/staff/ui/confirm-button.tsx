import { type ReactNode, useState } from "react";
import { announce } from "#lib/announcements.ts";
import { Button } from "#ui/button.tsx";
import { ConfirmDialog } from "./confirm-dialog.tsx";
import { useAction } from "./use-action.ts";

type Props = {
  /** Such as "Revoke". */
  label: string;
  /** With the name of the thing, for screen readers. */
  name: string;
  title: string;
  /** The button of the dialog; `label` unless given. */
  verb?: string;
  action: () => Promise<unknown>;
  /** What is said after it. */
  done: string;
  children: ReactNode;
};

/** A button of a table's row: asks, and acts. */
export function ConfirmButton({ label, name, title, verb = label, action, done, children }: Props) {
  const { busy, error, run, clear } = useAction();
  const [open, setOpen] = useState(false);
  const confirm = () =>
    run(action, () => {
      setOpen(false);
      announce(done);
    });
  return (
    <>
      <Button
        aria-label={name}
        onClick={() => {
          clear();
          setOpen(true);
        }}
      >
        {label}
      </Button>
      <ConfirmDialog
        open={open}
        title={title}
        verb={verb}
        busy={busy}
        error={error}
        confirm={confirm}
        close={() => setOpen(false)}
      >
        {children}
      </ConfirmDialog>
    </>
  );
}
