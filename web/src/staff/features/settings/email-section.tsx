import { t } from "@lingui/core/macro";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { emailQuery, useSettingsActions } from "#api/staff/settings.ts";
import type { MailTest, VenueSettings } from "#api/staff/types.ts";
import { momentText } from "#staff/team/local-time.ts";
import form from "#staff/ui/form.module.css";
import { FormError } from "#staff/ui/form-error.tsx";
import { Loaded } from "#staff/ui/loaded.tsx";
import { useAction } from "#staff/ui/use-action.ts";
import { Button } from "#ui/button.tsx";
import { Notice } from "#ui/notice.tsx";
import styles from "./settings.module.css";

/** The sender of all emails, and a test email to oneself. */
export function EmailSection({ settings }: { settings: VenueSettings }) {
  const cache = useQueryClient();
  const email = useQuery(emailQuery(settings.id));
  const { sendTestEmail } = useSettingsActions();
  const { busy, error, run } = useAction();
  const send = () =>
    run(
      () => sendTestEmail(settings.id),
      () => cache.invalidateQueries({ queryKey: emailQuery(settings.id).queryKey }),
    );
  return (
    <Loaded query={email}>
      {({ sends_email, sender, test }) => (
        <div className={form.form}>
          {!sends_email && (
            <Notice tone="warn">
              {t`The site has no mail server, so nobody gets an email. Ask the person who runs the server to set SMTP_URL and MAIL_FROM, and to start the site again.`}
            </Notice>
          )}
          <dl className={styles.facts}>
            <dt>{t`Sender`}</dt>
            <dd>{sender}</dd>
          </dl>
          {sends_email && (
            <div className={form.actions}>
              <Button
                kind="primary"
                busy={busy}
                onClick={() => void send()}
              >{t`Send a test email to me`}</Button>
            </div>
          )}
          <p role="status">{test && testText(test)}</p>
          <FormError error={error} />
        </div>
      )}
    </Loaded>
  );
}

function testText({ status, error, created_at, ended_at }: MailTest): string {
  const at = momentText(ended_at ?? created_at);
  switch (status) {
    case "WAITING":
      return t`The test email waits for the worker since ${at}. If this does not change within a minute, start the worker on the server.`;
    case "SENT":
      return t`The mail server took the test email: ${at}. Look into your inbox.`;
    case "FAILED":
      return t`The test email could not be sent (${at}): ${error}. Ask the person who runs the server to check SMTP_URL and MAIL_FROM.`;
  }
}
