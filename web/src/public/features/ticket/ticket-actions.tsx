import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import type { Order } from "#api/types.ts";
import { Button, FileLink } from "#ui/button.tsx";
import { ShareButton } from "#ui/share-button.tsx";
import styles from "./ticket-actions.module.css";

/** Saves, shares and prints the tickets; after the show, only saves them. */
export function TicketActions({ order, isPast }: { order: Order; isPast: boolean }) {
  const files = `/api/orders/${order.secret}`;
  return (
    <section className={styles.actions} aria-label={t`Save your tickets`}>
      <FileLink
        kind={isPast ? "plain" : "primary"}
        href={`${files}/tickets.pdf`}
      >{t`Tickets as PDF`}</FileLink>
      {!isPast && (
        <>
          <FileLink href={`${files}/calendar.ics`}>{t`Add to calendar`}</FileLink>
          <ShareButton title={order.show.movie.title} />
          <Button onClick={() => print()}>
            <Trans>Print</Trans>
          </Button>
          <p>
            <Trans>
              Anyone with the link to this page can use or cancel these tickets. Share it only with people who
              come along.
            </Trans>
          </p>
        </>
      )}
    </section>
  );
}
