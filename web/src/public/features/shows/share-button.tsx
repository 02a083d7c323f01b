import { t } from "@lingui/core/macro";
import { useState } from "react";
import { Button } from "#ui/button.tsx";

/** How long the button says what it did. */
const SAID_FOR = 4000;

/** The device's own way to share this page; where there is none, its address goes to the clipboard. */
export function ShareButton({ title }: { title: string }) {
  const [said, setSaid] = useState("");

  function say(text: string) {
    setSaid(text);
    setTimeout(() => setSaid(""), SAID_FOR);
  }

  async function share() {
    const url = location.origin + location.pathname;
    if (navigator.share) {
      // Closing the sheet is an answer too.
      await navigator.share({ title, url }).catch(() => undefined);
      return;
    }
    try {
      await navigator.clipboard.writeText(url);
      say(t`Link copied.`);
    } catch {
      say(t`Copy the address above to share it.`);
    }
  }

  return (
    <p>
      <Button onClick={share}>{t`Share`}</Button> <span role="status">{said}</span>
    </p>
  );
}
