import { t } from "@lingui/core/macro";
import { useQuery } from "@tanstack/react-query";
import { paymentsQuery } from "#api/staff/settings.ts";
import type { VenueSettings } from "#api/staff/types.ts";
import { momentText } from "#staff/team/local-time.ts";
import form from "#staff/ui/form.module.css";
import { Loaded } from "#staff/ui/loaded.tsx";
import { Notice } from "#ui/notice.tsx";
import styles from "./settings.module.css";

const NAMES: Record<string, string> = { stripe: "Stripe", demo: "Demo" };

const timeText = (moment: string | null): string => (moment === null ? t`never` : momentText(moment));

/** The provider of online payments and how its last payments went. It is set on the server. */
export function PaymentsSection({ settings }: { settings: VenueSettings }) {
  const payments = useQuery(paymentsQuery(settings.id));
  return (
    <Loaded query={payments}>
      {({ provider, is_test, last_paid_at, last_declined_at, undecided }) =>
        provider === null ? (
          <p>{t`Tickets are sold at the counter only. Nothing is sold online.`}</p>
        ) : (
          <div className={form.form}>
            {is_test && (
              <Notice tone="warn">
                {t`Payments move no money. Ask the person who runs the server to set the live keys of Stripe before you sell.`}
              </Notice>
            )}
            {undecided > 0 && (
              <Notice tone="danger">
                {t`The provider has not decided ${undecided} payments for ten minutes. It may not be reachable.`}
              </Notice>
            )}
            <dl className={styles.facts}>
              <dt>{t`Provider`}</dt>
              <dd>{NAMES[provider] ?? provider}</dd>
              <dt>{t`Mode`}</dt>
              <dd>{is_test ? t`test` : t`live`}</dd>
              <dt>{t`Last payment`}</dt>
              <dd>{timeText(last_paid_at)}</dd>
              <dt>{t`Last declined payment`}</dt>
              <dd>{timeText(last_declined_at)}</dd>
            </dl>
          </div>
        )
      }
    </Loaded>
  );
}
