import { t } from "@lingui/core/macro";
import { useState } from "react";
import { useDeviceActions } from "#api/staff/devices.ts";
import type { Device } from "#api/staff/types.ts";
import { announce } from "#lib/announcements.ts";
import { ConfirmDialog } from "#staff/ui/confirm-dialog.tsx";
import { useAction } from "#staff/ui/use-action.ts";
import { Button } from "#ui/button.tsx";
import { focusHeading } from "#ui/page-heading.tsx";

/** Asks whether the device shows the same digits. */
export function Confirm({ device }: { device: Device }) {
  const { confirm } = useDeviceActions();
  const { busy, error, run, clear } = useAction();
  const [open, setOpen] = useState(false);
  const { name, check } = device;
  const yes = () =>
    run(
      () => confirm(device.id),
      () => {
        setOpen(false);
        focusHeading();
        announce(t`The device ${name} is confirmed.`);
      },
    );
  return (
    <>
      <Button
        aria-label={t`Confirm the device ${name}`}
        onClick={() => {
          clear();
          setOpen(true);
        }}
      >{t`Confirm`}</Button>
      <ConfirmDialog
        open={open}
        title={t`Does ${name} show ${check}?`}
        verb={t`Yes, it shows ${check}`}
        busy={busy}
        error={error}
        confirm={yes}
        close={() => setOpen(false)}
      >
        {t`Compare the four digits on both screens. If the device shows other ones, or nothing, revoke it.`}
      </ConfirmDialog>
    </>
  );
}
