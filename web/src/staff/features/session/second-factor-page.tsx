import { t } from "@lingui/core/macro";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, lazy, Suspense, useState } from "react";
import { fieldMessages } from "#api/staff/problem.ts";
import { setUpSecondFactor, useSession, useSessionActions } from "#api/staff/session.ts";
import type { SecondFactor } from "#api/staff/types.ts";
import { announce } from "#lib/announcements.ts";
import form from "#staff/ui/form.module.css";
import { FormError } from "#staff/ui/form-error.tsx";
import { Loaded } from "#staff/ui/loaded.tsx";
import { StaffPage } from "#staff/ui/page.tsx";
import { useAction } from "#staff/ui/use-action.ts";
import { Button } from "#ui/button.tsx";
import { Field } from "#ui/field.tsx";
import { focusHeading } from "#ui/page-heading.tsx";
import { AddPasskey } from "./add-passkey.tsx";
import { isWrongPassword, OwnPassword } from "./own-password.tsx";
import { RecoveryCodes } from "./recovery-codes.tsx";
import styles from "./session.module.css";

const Qr = lazy(async () => ({ default: (await import("#staff/ui/qr.tsx")).Qr }));

/** Sets up a passkey, or an authenticator app: scan, confirm with the first code. Then come recovery codes. */
export function SecondFactorPage() {
  const session = useSession().data;
  const [codes, setCodes] = useState<string[]>([]);
  if (codes.length > 0) return <RecoveryCodes codes={codes} />;
  if (session?.second_factor === "verified") {
    return (
      <StaffPage title={t`Second factor`} parent={{ path: "/your-sign-in", name: t`Your sign-in` }} narrow>
        <p>{t`Your account has a second factor. If you lose it, use a recovery code, or ask a manager for a new link.`}</p>
      </StaffPage>
    );
  }
  const isRequired = session?.second_factor === "set-up-required";
  const done = (found: string[]) => {
    setCodes(found);
    focusHeading();
  };
  return <SetUp isRequired={isRequired} done={done} />;
}

const needsPassword = (error: unknown): boolean => fieldMessages(error, "password").length > 0;

/** The key; null if the password must be typed first. */
const keyQuery = {
  queryKey: ["second-factor"],
  queryFn: async (): Promise<SecondFactor | null> => {
    try {
      return await setUpSecondFactor();
    } catch (error) {
      if (needsPassword(error)) return null;
      throw error;
    }
  },
  gcTime: 0,
  refetchOnWindowFocus: false,
};

function SetUp({ isRequired, done }: { isRequired: boolean; done: (codes: string[]) => void }) {
  const { signOut } = useSessionActions();
  const { busy, run } = useAction();
  const key = useQuery(keyQuery);
  return (
    <StaffPage
      title={t`Set up a second factor`}
      {...(!isRequired && { parent: { path: "/your-sign-in", name: t`Your sign-in` } })}
      narrow
    >
      <p>
        {isRequired
          ? t`This site needs a second step at each sign-in: a passkey, or a code from an app on your phone.`
          : t`With a second factor, a stolen password alone opens nothing: each sign-in also needs a passkey, or a code from an app on your phone.`}
      </p>
      <section aria-labelledby="passkey" className={form.form}>
        <h2 id="passkey">{t`With a passkey`}</h2>
        <p>{t`The fingerprint, face or PIN of this device, or a security key. It also replaces the password.`}</p>
        <AddPasskey done={done} />
      </section>
      <section aria-labelledby="app" className={form.form}>
        <h2 id="app">{t`With an app`}</h2>
        <Loaded query={key}>
          {(found) => (found ? <Steps found={found} done={done} /> : <TypePassword />)}
        </Loaded>
      </section>
      {isRequired && (
        <div>
          <Button
            kind="quiet"
            busy={busy}
            onClick={() => run(signOut, () => undefined)}
          >{t`Sign out`}</Button>
        </div>
      )}
    </StaffPage>
  );
}

function TypePassword() {
  const cache = useQueryClient();
  const { busy, error, run, clear } = useAction();
  const [password, setPassword] = useState("");
  const [checked, setChecked] = useState(false);

  function submit(event: FormEvent) {
    event.preventDefault();
    setChecked(true);
    if (password === "") return clear();
    void run(
      () => setUpSecondFactor({ password }),
      (found) => {
        cache.setQueryData(keyQuery.queryKey, found);
        announce(t`Scan the code with an authenticator app.`);
        focusHeading();
      },
    );
  }

  return (
    <form className={form.form} onSubmit={submit} noValidate>
      <p>{t`First type your password, so that nobody else sets up an app on a screen that you have left.`}</p>
      <OwnPassword value={password} change={setPassword} checked={checked} error={error} />
      <FormError error={isWrongPassword(error) ? null : error} />
      <div className={form.actions}>
        <Button type="submit" kind="primary" busy={busy}>{t`Set up an app`}</Button>
      </div>
    </form>
  );
}

function Steps({ found, done }: { found: SecondFactor; done: (codes: string[]) => void }) {
  const cache = useQueryClient();
  const { busy, error, run } = useAction();
  const [code, setCode] = useState("");
  const [checked, setChecked] = useState(false);

  function submit(event: FormEvent) {
    event.preventDefault();
    setChecked(true);
    if (code.trim() === "") return;
    void run(
      async () => {
        try {
          return await setUpSecondFactor({ code: code.trim() });
        } catch (failure) {
          // The key is too old.
          if (needsPassword(failure)) cache.setQueryData(keyQuery.queryKey, null);
          throw failure;
        }
      },
      ({ recovery_codes }) => {
        done(recovery_codes);
        announce(t`The second factor is set up. Keep your recovery codes.`);
      },
    );
  }

  return (
    <form className={form.form} onSubmit={submit} noValidate>
      <ol className={styles.steps}>
        <li>{t`Open an authenticator app on your phone, such as Aegis, 2FAS or Google Authenticator.`}</li>
        <li>
          <p>{t`Scan this code with it.`}</p>
          <Suspense fallback={null}>
            <Qr text={found.address ?? ""} label={t`QR code for the authenticator app`} />
          </Suspense>
          <p className={form.hint}>{t`Or type this key:`}</p>
          <p className={styles.key}>{found.key?.match(/.{1,4}/g)?.join(" ")}</p>
        </li>
        <li>{t`Type the six digits that the app shows now.`}</li>
      </ol>
      <Field
        label={t`Code`}
        inputMode="numeric"
        autoComplete="one-time-code"
        maxLength={20}
        required
        problem={checked && code.trim() === "" ? t`Enter the code.` : null}
        value={code}
        onChange={(event) => setCode(event.target.value)}
      />
      <FormError error={error} />
      <div className={form.actions}>
        <Button type="submit" kind="primary" busy={busy}>{t`Confirm`}</Button>
      </div>
    </form>
  );
}
