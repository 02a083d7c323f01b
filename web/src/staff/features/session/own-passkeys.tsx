import { t } from "@lingui/core/macro";
import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { passkeysQuery, usePasskeyActions } from "#api/staff/passkeys.ts";
import type { Passkey } from "#api/staff/types.ts";
import { announce } from "#lib/announcements.ts";
import { dateText, momentText } from "#staff/team/local-time.ts";
import form from "#staff/ui/form.module.css";
import { FormError } from "#staff/ui/form-error.tsx";
import { Loaded } from "#staff/ui/loaded.tsx";
import { Table } from "#staff/ui/table.tsx";
import { useAction } from "#staff/ui/use-action.ts";
import { Button } from "#ui/button.tsx";
import { Dialog } from "#ui/dialog.tsx";
import { Field } from "#ui/field.tsx";
import { isWrongPassword, OwnPassword } from "./own-password.tsx";

/** The passkeys of the person who is signed in, to name and to remove. */
export function OwnPasskeys() {
  const passkeys = useQuery(passkeysQuery);
  return (
    <Loaded query={passkeys}>
      {(found) =>
        found.length === 0 ? (
          <p>{t`You have no passkey yet.`}</p>
        ) : (
          <Table<Passkey>
            caption={t`Your passkeys`}
            rows={found}
            keyOf={({ id }) => id}
            columns={[
              { head: t`Name`, cell: ({ name }) => name },
              { head: t`Registered`, cell: ({ created_at }) => dateText(created_at) },
              {
                head: t`Last used`,
                cell: ({ last_used_at }) => (last_used_at ? momentText(last_used_at) : t`never`),
              },
              {
                head: t`Action`,
                cell: (passkey) => (
                  <div className={form.actions}>
                    <Rename passkey={passkey} />
                    <Remove passkey={passkey} />
                  </div>
                ),
              },
            ]}
          />
        )
      }
    </Loaded>
  );
}

function Rename({ passkey }: { passkey: Passkey }) {
  const { rename } = usePasskeyActions();
  const { busy, error, run, clear } = useAction();
  const [name, setName] = useState<string | null>(null);
  const former = passkey.name;

  function submit(event: FormEvent) {
    event.preventDefault();
    const wanted = name?.trim() ?? "";
    if (wanted === "") return;
    void run(
      () => rename(passkey.id, wanted),
      () => {
        setName(null);
        announce(t`Saved.`);
      },
    );
  }

  return (
    <>
      <Button
        aria-label={t`Rename the passkey ${former}`}
        onClick={() => {
          clear();
          setName(former);
        }}
      >{t`Rename`}</Button>
      <Dialog
        open={name !== null}
        title={t`Rename the passkey ${former}`}
        actions={null}
        onClose={() => setName(null)}
      >
        <form className={form.form} onSubmit={submit} noValidate>
          <Field
            label={t`Name of the passkey`}
            maxLength={64}
            required
            problem={name?.trim() === "" ? t`Enter a name.` : null}
            value={name ?? ""}
            onChange={(event) => setName(event.target.value)}
          />
          <FormError error={error} />
          <div className={form.actions}>
            <Button type="submit" kind="primary" busy={busy}>{t`Save`}</Button>
            <Button onClick={() => setName(null)}>{t`Cancel`}</Button>
          </div>
        </form>
      </Dialog>
    </>
  );
}

function Remove({ passkey }: { passkey: Passkey }) {
  const { remove } = usePasskeyActions();
  const { busy, error, run, clear } = useAction();
  const [password, setPassword] = useState<string | null>(null);
  const [checked, setChecked] = useState(false);
  const { name } = passkey;
  const close = () => setPassword(null);

  function submit(event: FormEvent) {
    event.preventDefault();
    setChecked(true);
    if (!password) return clear();
    void run(
      () => remove(passkey.id, password),
      () => {
        close();
        announce(t`The passkey ${name} is removed.`);
      },
    );
  }

  return (
    <>
      <Button
        aria-label={t`Remove the passkey ${name}`}
        onClick={() => {
          clear();
          setChecked(false);
          setPassword("");
        }}
      >{t`Remove`}</Button>
      <Dialog open={password !== null} title={t`Remove the passkey ${name}?`} actions={null} onClose={close}>
        <form className={form.form} onSubmit={submit} noValidate>
          <p>{t`It opens your account no more, and other sessions that were opened with it end. Delete it in your device too.`}</p>
          <OwnPassword value={password ?? ""} change={setPassword} checked={checked} error={error} />
          <FormError error={isWrongPassword(error) ? null : error} />
          <div className={form.actions}>
            <Button type="submit" kind="primary" busy={busy}>{t`Remove`}</Button>
            <Button onClick={close}>{t`Cancel`}</Button>
          </div>
        </form>
      </Dialog>
    </>
  );
}
