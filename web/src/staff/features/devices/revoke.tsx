import { t } from "@lingui/core/macro";
import { useDeviceActions } from "#api/staff/devices.ts";
import type { Device } from "#api/staff/types.ts";
import { ConfirmButton } from "#staff/ui/confirm-button.tsx";
import { kindText } from "./device-texts.ts";

/** Ends a device at once. */
export function Revoke({ device }: { device: Device }) {
  const { revoke } = useDeviceActions();
  const name = device.name || kindText(device.kind);
  return (
    <ConfirmButton
      label={t`Revoke`}
      name={t`Revoke the device ${name}`}
      title={t`Revoke the device ${name}?`}
      action={() => revoke(device.id)}
      done={t`The device ${name} is revoked.`}
    >
      {t`It stops working at once. To use it again, pair it again.`}
    </ConfirmButton>
  );
}
