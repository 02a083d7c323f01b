import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useState } from "react";
import { configQuery } from "#api/config.ts";
import { paymentQuery } from "#api/payment.ts";
import { openStripe } from "#api/stripe.ts";
import { Button } from "#ui/button.tsx";
import { Notice } from "#ui/notice.tsx";

type Props = { secret: string; clientSecret: string };

/**
 * The bank's authentication step. Stripe opens it over the page, and it can be reopened after it was closed.
 */
export function StripeStep({ secret, clientSecret }: Props) {
  const cache = useQueryClient();
  const publishableKey = useQuery(configQuery).data?.stripe_publishable_key;
  const [failure, setFailure] = useState<string | null>(null);

  const open = useCallback(async () => {
    if (!publishableKey) return;
    setFailure(null);
    try {
      const stripe = await openStripe(publishableKey);
      const { error } = await stripe.handleNextAction({ clientSecret });
      if (error) setFailure(error.message ?? t`Your bank’s check was not finished.`);
    } catch {
      setFailure(t`Your bank’s check didn’t open. Check your connection.`);
    }
    await cache.invalidateQueries({ queryKey: paymentQuery(secret).queryKey });
  }, [cache, secret, clientSecret, publishableKey]);

  useEffect(() => void open(), [open]);

  return (
    <Notice
      tone={failure ? "danger" : "warn"}
      actions={
        <Button onClick={open}>
          <Trans>Open your bank’s check</Trans>
        </Button>
      }
    >
      {failure ?? <Trans>Your bank wants to be sure that it is you.</Trans>}
    </Notice>
  );
}
