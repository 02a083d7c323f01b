import { t } from "@lingui/core/macro";
import type { ReactNode } from "react";
import { Button } from "./button.tsx";
import { Notice } from "./notice.tsx";

type Props = { tone?: "warn" | "danger"; retry: () => void; children: ReactNode };

/** An error message with a button that tries again. */
export function RetryNotice({ tone = "danger", retry, children }: Props) {
  return (
    <Notice tone={tone} actions={<Button onClick={() => retry()}>{t`Retry`}</Button>}>
      {children}
    </Notice>
  );
}
