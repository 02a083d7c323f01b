import { t } from "@lingui/core/macro";
import { useDeviceActions } from "#api/staff/devices.ts";
import type { Device } from "#api/staff/types.ts";
import { ConfirmButton } from "#staff/ui/confirm-button.tsx";

/** Asks whether the device shows the same digits. */
export function Confirm({ device }: { device: Device }) {
  const { confirm } = useDeviceActions();
  const { name, check } = device;
  return (
    <ConfirmButton
      label={t`Confirm`}
      name={t`Confirm the device ${name}`}
      title={t`Does ${name} show ${check}?`}
      verb={t`Yes, it shows ${check}`}
      action={() => confirm(device.id)}
      done={t`The device ${name} is confirmed.`}
    >
      {t`Compare the four digits on both screens. If the device shows other ones, or nothing, revoke it.`}
    </ConfirmButton>
  );
}
