import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { type Hold, useHold, useHoldActions } from "#api/hold.ts";
import { layoutQuery } from "#api/layout.ts";
import { problemText } from "#api/problem.ts";
import { countdownInWords } from "#lib/countdown.ts";
import { Button, ButtonLink } from "#ui/button.tsx";
import { Notice } from "#ui/notice.tsx";
import { PageHeading } from "#ui/page-heading.tsx";
import { RetryNotice } from "#ui/retry-notice.tsx";
import { useOnline } from "#ui/use-online.ts";
import { useSecondsLeft } from "#ui/use-seconds-left.ts";
import { CheckoutForm, type CheckoutHold } from "./checkout-form.tsx";
import styles from "./checkout-page.module.css";
import { useChangedInOtherTab } from "./use-changed-in-other-tab.ts";

export function CheckoutPage() {
  const hold = useHold();
  const { refresh } = useHoldActions();
  return (
    <div className={styles.page}>
      <PageHeading title={t`Checkout`} />
      {hold.kind === "unknown" && <Waiting />}
      {hold.kind === "unreachable" && <Unreachable error={hold.error} retry={refresh} />}
      {hold.kind === "none" && <NoSeats />}
      {(hold.kind === "held" || hold.kind === "expired") && <WithShow state={hold} />}
    </div>
  );
}

/** Shown while the hold loads. The request waits until the browser is online. */
function Waiting() {
  if (useOnline()) {
    return (
      <p className={styles.waiting}>
        <Trans>Looking up your seats …</Trans>
      </p>
    );
  }
  return (
    <div role="status" className={styles.waiting}>
      <Notice tone="warn">
        <Trans>You’re offline. This page goes on by itself when you’re connected.</Trans>
      </Notice>
    </div>
  );
}

function NoSeats() {
  return (
    <div role="status">
      <Notice actions={<ButtonLink href="/">{t`What’s on`}</ButtonLink>}>
        <Trans>You hold no seats at the moment. Choose a show to begin.</Trans>
      </Notice>
    </div>
  );
}

function WithShow({ state }: { state: CheckoutHold }) {
  const showId = state.kind === "held" ? state.hold.showId : state.showId;
  const { data, error, refetch } = useQuery(layoutQuery(showId));
  const changed = useChangedInOtherTab(state);
  if (data) {
    return (
      <>
        {state.kind === "held" && <Limit hold={state.hold} />}
        <div role="status" className={styles.changed}>
          {changed.hasChanged && <ChangedInOtherTab ok={changed.accept} />}
        </div>
        <CheckoutForm key={showId} layout={data} state={state} />
      </>
    );
  }
  return error ? <Unreachable error={error} retry={refetch} /> : <Waiting />;
}

/** The time limit in minutes, rounded up. It is stated before the first tap. */
function Limit({ hold }: { hold: Hold }) {
  const time = countdownInWords(Math.ceil(useSecondsLeft(hold.deadline) / 60) * 60);
  return (
    <p className={styles.limit}>
      <Trans>Seats held for {time}.</Trans> {hold.extensionsLeft > 0 && <Trans>You can ask for more.</Trans>}
    </p>
  );
}

function ChangedInOtherTab({ ok }: { ok: () => void }) {
  return (
    <Notice
      tone="warn"
      actions={
        <Button onClick={ok}>
          <Trans>OK</Trans>
        </Button>
      }
    >
      <Trans>Your seats were changed in another tab. These are the ones that you hold now.</Trans>
    </Notice>
  );
}

function Unreachable({ error, retry }: { error: Error; retry: () => void }) {
  return (
    <div role="alert">
      <RetryNotice retry={retry}>{problemText(error)}</RetryNotice>
    </div>
  );
}
