import { Trans } from "@lingui/react/macro";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { answerDemoBank, paymentQuery } from "#api/payment.ts";
import { problemText } from "#api/problem.ts";
import { Button } from "#ui/button.tsx";
import { Notice } from "#ui/notice.tsx";
import { focusHeading } from "#ui/page-heading.tsx";

/** The bank's authentication step, as the demo provider simulates it. */
export function DemoBank({ secret }: { secret: string }) {
  const cache = useQueryClient();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);

  async function answer(approve: boolean) {
    setBusy(true);
    setFailure(null);
    try {
      const state = await answerDemoBank(secret, approve);
      focusHeading();
      cache.setQueryData(paymentQuery(secret).queryKey, state);
    } catch (error) {
      setFailure(problemText(error));
      setBusy(false);
    }
  }

  return (
    <Notice
      tone={failure ? "danger" : "warn"}
      actions={
        <>
          <Button kind="primary" busy={busy} onClick={() => answer(true)}>
            <Trans>Approve</Trans>
          </Button>
          <Button busy={busy} onClick={() => answer(false)}>
            <Trans>Refuse</Trans>
          </Button>
        </>
      }
    >
      {failure ?? <Trans>The demo’s bank wants to be sure that it is you. Approve this payment?</Trans>}
    </Notice>
  );
}
