import { t } from "@lingui/core/macro";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { approve, approveWithPasskey, type NeededApproval } from "#api/staff/approvals.ts";
import { canUsePasskeys } from "#api/staff/passkeys.ts";
import type { Approver } from "#api/staff/types.ts";
import form from "#staff/ui/form.module.css";
import { FormError } from "#staff/ui/form-error.tsx";
import { SelectField } from "#staff/ui/select-field.tsx";
import { useAction } from "#staff/ui/use-action.ts";
import { Button } from "#ui/button.tsx";
import { Dialog } from "#ui/dialog.tsx";
import { Field } from "#ui/field.tsx";

type Props = {
  /** What the server refused; null closes the dialog. See `neededApproval`. */
  needed: NeededApproval | null;
  /** What is approved, such as "Refund €24.00 of the order ABC". */
  what: string;
  /** Gets the approval, to be sent with the same request. */
  done: (approval: string) => void;
  close: () => void;
};

/** A second person chooses their name, and types their PIN or uses their passkey. */
export function ApprovalDialog({ needed, what, done, close }: Props) {
  return (
    <Dialog open={needed !== null} title={t`Approval needed`} actions={null} onClose={close}>
      <p>{what}</p>
      {needed && <ApproverForm key={needed.action} needed={needed} done={done} close={close} />}
    </Dialog>
  );
}

function ApproverForm({ needed, done, close }: Omit<Props, "what" | "needed"> & { needed: NeededApproval }) {
  const [id, setId] = useState(needed.approvers[0]?.id);
  const approver = needed.approvers.find((one) => one.id === id);
  if (approver === undefined) {
    return (
      <>
        <p>{t`Nobody who may approve this has an approval PIN or a passkey. A manager can set one up under Your sign-in.`}</p>
        <Button onClick={close}>{t`Cancel`}</Button>
      </>
    );
  }
  return (
    <div className={form.form}>
      <SelectField
        label={t`Who approves it`}
        value={id}
        onChange={({ target }) => setId(Number(target.value))}
      >
        {needed.approvers.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </SelectField>
      <Proof key={id} approver={approver} action={needed.action} done={done} close={close} />
    </div>
  );
}

type ProofProps = Pick<Props, "done" | "close"> & { approver: Approver; action: string };

/** The PIN or the passkey of one person. */
function Proof({ approver, action, done, close }: ProofProps) {
  const { busy, error, run, clear } = useAction();
  const [pin, setPin] = useState("");
  const [checked, setChecked] = useState(false);
  const passkey = useRef<AbortController>(null);
  // A passkey approves nothing after the dialog was closed or another person was chosen.
  useEffect(() => () => passkey.current?.abort(), []);

  function submit(event: FormEvent) {
    event.preventDefault();
    setChecked(true);
    if (!approver.pin || pin === "") return clear();
    void run(() => approve(approver.id, pin, action).finally(() => setPin("")), done);
  }

  function withPasskey() {
    const aborter = new AbortController();
    passkey.current = aborter;
    void run(() => approveWithPasskey(approver.id, action, aborter.signal), done);
  }

  return (
    <form className={form.form} onSubmit={submit} noValidate>
      {approver.pin && (
        <Field
          label={t`Approval PIN of this person`}
          type="password"
          inputMode="numeric"
          autoComplete="off"
          maxLength={12}
          required
          problem={checked && pin === "" && error === null ? t`Enter the PIN.` : null}
          value={pin}
          onChange={(event) => setPin(event.target.value)}
        />
      )}
      {!approver.pin && !canUsePasskeys() && (
        <p>{t`This person has a passkey but no approval PIN, and this browser has no passkeys.`}</p>
      )}
      <FormError error={error} />
      <div className={form.actions}>
        {approver.pin && <Button type="submit" kind="primary" busy={busy}>{t`Approve`}</Button>}
        {approver.passkey && canUsePasskeys() && (
          <Button
            kind={approver.pin ? "plain" : "primary"}
            busy={busy}
            onClick={withPasskey}
          >{t`Use a passkey`}</Button>
        )}
        <Button onClick={close}>{t`Cancel`}</Button>
      </div>
    </form>
  );
}
