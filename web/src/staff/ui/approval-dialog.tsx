import { t } from "@lingui/core/macro";
import { type FormEvent, useState } from "react";
import { approve, type NeededApproval } from "#api/staff/approvals.ts";
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

/** A second person chooses their name and types their PIN. */
export function ApprovalDialog({ needed, what, done, close }: Props) {
  return (
    <Dialog open={needed !== null} title={t`Approval needed`} actions={null} onClose={close}>
      <p>{what}</p>
      {needed && <PinForm key={needed.action} needed={needed} done={done} close={close} />}
    </Dialog>
  );
}

function PinForm({ needed, done, close }: Omit<Props, "what" | "needed"> & { needed: NeededApproval }) {
  const { busy, error, run, clear } = useAction();
  const [approver, setApprover] = useState(needed.approvers[0]?.id);
  const [pin, setPin] = useState("");
  const [checked, setChecked] = useState(false);

  function submit(event: FormEvent) {
    event.preventDefault();
    setChecked(true);
    if (approver === undefined || pin === "") return clear();
    void run(
      () => approve(approver, pin, needed.action).finally(() => setPin("")),
      (approval) => done(approval),
    );
  }

  if (approver === undefined) {
    return (
      <>
        <p>{t`Nobody who may approve this has set an approval PIN. A manager can set one under Your sign-in.`}</p>
        <Button onClick={close}>{t`Cancel`}</Button>
      </>
    );
  }
  return (
    <form className={form.form} onSubmit={submit} noValidate>
      <SelectField
        label={t`Who approves it`}
        value={approver}
        onChange={({ target }) => setApprover(Number(target.value))}
      >
        {needed.approvers.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </SelectField>
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
      <FormError error={error} />
      <div className={form.actions}>
        <Button type="submit" kind="primary" busy={busy}>{t`Approve`}</Button>
        <Button onClick={close}>{t`Cancel`}</Button>
      </div>
    </form>
  );
}
