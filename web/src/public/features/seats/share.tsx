import { t } from "@lingui/core/macro";
import { useState } from "react";
import { announce } from "#ui/announcer.tsx";
import styles from "./show-header.module.css";

/** Gives the show's address to another app, or to the clipboard where the browser can't. */
export function Share({ title }: { title: string }) {
  const [copied, setCopied] = useState(false);

  async function share() {
    if (navigator.share) return navigator.share({ title, url: location.href });
    await navigator.clipboard.writeText(location.href);
    setCopied(true);
    announce(t`The link is copied.`);
  }

  return (
    // Who closes the system's sheet has changed his mind: nothing to tell.
    <button type="button" className={styles.share} onClick={() => share().catch(() => undefined)}>
      {copied ? t`Link copied` : t`Share`}
    </button>
  );
}
