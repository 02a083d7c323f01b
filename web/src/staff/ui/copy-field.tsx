import { t } from "@lingui/core/macro";
import { useRef, useState } from "react";
import { announce } from "#lib/announcements.ts";
import { Button } from "#ui/button.tsx";
import { Field } from "#ui/field.tsx";
import styles from "./copy-field.module.css";

/** A value to hand over: a link, a key. It stays selectable where the browser refuses the clipboard. */
export function CopyField({ label, value }: { label: string; value: string }) {
  const input = useRef<HTMLInputElement>(null);
  const [copied, setCopied] = useState(false);

  async function copy() {
    input.current?.select();
    const done = await navigator.clipboard?.writeText(value).then(
      () => true,
      () => false,
    );
    setCopied(done ?? false);
    announce(done ? t`Copied.` : t`The text is selected. Copy it with your keyboard.`);
  }

  return (
    <div className={styles.copy}>
      <Field ref={input} label={label} value={value} readOnly required spellCheck={false} />
      <Button onClick={copy}>{copied ? t`Copied` : t`Copy`}</Button>
    </div>
  );
}
