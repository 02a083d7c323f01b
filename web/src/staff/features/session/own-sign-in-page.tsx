import { t } from "@lingui/core/macro";
import { useState } from "react";
import { Link } from "wouter";
import { useSession, useSessionActions } from "#api/staff/session.ts";
import { maySomewhere } from "#staff/team/access.ts";
import { useAllowed } from "#staff/team/use-team.ts";
import form from "#staff/ui/form.module.css";
import { StaffPage } from "#staff/ui/page.tsx";
import { focusHeading } from "#ui/page-heading.tsx";
import { AddPasskey } from "./add-passkey.tsx";
import { ChangePassword } from "./change-password.tsx";
import { OwnPasskeys } from "./own-passkeys.tsx";
import { OwnPin } from "./own-pin.tsx";
import { RecoveryCodes } from "./recovery-codes.tsx";

/** How the person signs in: passkeys, the second factor, the password, and the PIN for approvals. */
export function OwnSignInPage() {
  const session = useSession().data;
  const { reload } = useSessionActions();
  const approves = maySomewhere(useAllowed(), "approve");
  const [codes, setCodes] = useState<string[]>([]);
  if (codes.length > 0) return <RecoveryCodes codes={codes} />;
  const isVerified = session?.second_factor === "verified";
  return (
    <StaffPage title={t`Your sign-in`}>
      <section aria-labelledby="passkeys" className={form.form}>
        <h2 id="passkeys">{t`Passkeys`}</h2>
        <p>{t`A passkey signs you in with the fingerprint, face or PIN of your device, without the password. It cannot be given to a wrong site.`}</p>
        <OwnPasskeys />
        <h3>{t`Another passkey`}</h3>
        <AddPasskey
          done={(found) => {
            if (found.length === 0) return void reload();
            setCodes(found);
            focusHeading();
          }}
        />
      </section>
      {!isVerified && (
        <section aria-labelledby="app" className={form.form}>
          <h2 id="app">{t`Authenticator app`}</h2>
          <p>
            {t`Instead of a passkey, each sign-in can need a code from an app on your phone.`}{" "}
            <Link href="/second-factor">{t`Set it up`}</Link>
          </p>
        </section>
      )}
      <section aria-labelledby="password" className={form.form}>
        <h2 id="password">{t`Password`}</h2>
        <p>{t`With a new password, all your other sessions end. You stay signed in here.`}</p>
        <ChangePassword />
      </section>
      {approves && (
        <section aria-labelledby="pin" className={form.form}>
          <h2 id="pin">{t`Approval PIN`}</h2>
          <OwnPin />
        </section>
      )}
    </StaffPage>
  );
}
