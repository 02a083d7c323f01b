import { t } from "@lingui/core/macro";
import { useState } from "react";
import { useDeviceActions } from "#api/staff/devices.ts";
import type { Device } from "#api/staff/types.ts";
import { announce } from "#lib/announcements.ts";
import { ConfirmDialog } from "#staff/ui/confirm-dialog.tsx";
import { useAction } from "#staff/ui/use-action.ts";
import { Button } from "#ui/button.tsx";
import { focusHeading } from "#ui/page-heading.tsx";
import { kindText } from "./device-texts.ts";

/** Ends a device at once. */
export function Revoke({ device }: { device: Device }) {
  const { revoke } = useDeviceActions();
  const { busy, error, run, clear } = useAction();
  const [open, setOpen] = useState(false);
  const name = device.name || kindText(device.kind);
  const confirm = () =>
    run(
      () => revoke(device.id),
      () => {
        setOpen(false);
        focusHeading();
        announce(t`The device ${name} is revoked.`);
      },
    );
  return (
    <>
      <Button
        aria-label={t`Revoke the device ${name}`}
        onClick={() => {
          clear();
          setOpen(true);
        }}
      >{t`Revoke`}</Button>
      <ConfirmDialog
        open={open}
        title={t`Revoke the device ${name}?`}
        verb={t`Revoke`}
        busy={busy}
        error={error}
        confirm={confirm}
        close={() => setOpen(false)}
      >
        {t`It stops working at once. To use it again, pair it again.`}
      </ConfirmDialog>
    </>
  );
}
