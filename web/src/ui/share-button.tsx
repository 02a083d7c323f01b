import { t } from "@lingui/core/macro";
import { useState } from "react";
import { announce } from "#lib/announcements.ts";
import { Button } from "./button.tsx";

type Props = {
  title: string;
  /** Of the app: the page itself unless another is given. */
  address?: string;
  className?: string | undefined;
};

/** Opens the device's share sheet for an address. Copies the address where the browser has no share sheet. */
export function ShareButton({ title, address, className }: Props) {
  const [result, setResult] = useState<string | null>(null);

  function report(text: string) {
    setResult(text);
    announce(text);
  }

  async function share() {
    const url = location.origin + (address ?? location.pathname);
    // The promise is rejected when the visitor closes the share sheet.
    if (navigator.share) return navigator.share({ title, url }).catch(() => undefined);
    try {
      await navigator.clipboard.writeText(url);
      report(t`Link copied`);
    } catch {
      report(t`Copy the address above to share it.`);
    }
  }

  return (
    <Button className={className} onClick={share}>
      {result ?? t`Share`}
    </Button>
  );
}
