import { plural, t } from "@lingui/core/macro";
import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useId, useState } from "react";
import { type NeededApproval, neededApproval } from "#api/staff/approvals.ts";
import { type RefundRequest, refundPreviewQuery } from "#api/staff/orders.ts";
import { staffProblemText } from "#api/staff/problem.ts";
import type { OrderRecord, OrderTicket, RefundPreview } from "#api/staff/types.ts";
import { announce } from "#lib/announcements.ts";
import { newIdempotencyKey } from "#lib/idempotency-key.ts";
import { formatMoney, isNothing } from "#lib/money.ts";
import { codeInGroups } from "#lib/names.ts";
import { ApprovalDialog } from "#staff/ui/approval-dialog.tsx";
import form from "#staff/ui/form.module.css";
import { FormError } from "#staff/ui/form-error.tsx";
import { Button } from "#ui/button.tsx";
import { Checkbox } from "#ui/checkbox.tsx";
import { Dialog } from "#ui/dialog.tsx";
import { Field } from "#ui/field.tsx";
import { Notice } from "#ui/notice.tsx";
import styles from "./orders.module.css";
import { providerName } from "./texts.ts";
import { useOrderAction } from "./use-order-action.ts";

const MAX_REASON_LENGTH = 300;

type Props = { order: OrderRecord; open: boolean; close: () => void };

/** What a second person is asked to approve, and what to do with the approval. */
type Asked = { needed: NeededApproval; amount: string; done: (approval: string) => void };

export const mayRefund = ({ can }: OrderRecord): boolean =>
  can.refund || can.refund_admitted || can.refund_with_approval;

/**
 * Refunds some seats or all, after the server has said what that pays back. What the person may not refund
 * alone, a second person approves in a dialog above this one.
 */
export function RefundDialog({ order, open, close }: Props) {
  const [asked, setAsked] = useState<Asked | null>(null);
  const reference = codeInGroups(order.reference);
  return (
    <>
      <Dialog open={open} title={t`Refund tickets`} actions={null} onClose={close}>
        {open && <RefundForm order={order} close={close} ask={setAsked} />}
      </Dialog>
      <ApprovalDialog
        needed={asked?.needed ?? null}
        what={asked ? t`Refund ${asked.amount} of the order ${reference}.` : ""}
        done={(approval) => {
          setAsked(null);
          asked?.done(approval);
        }}
        close={() => setAsked(null)}
      />
    </>
  );
}

const isValid = ({ status }: OrderTicket) => status === "VALID";

type FormProps = Omit<Props, "open"> & { ask: (asked: Asked) => void };

function RefundForm({ order, close, ask }: FormProps) {
  const { actions, busy, error, act } = useOrderAction(order);
  const valid = order.tickets.filter(isValid);
  const only = valid.length === 1 ? valid.map(({ seat }) => seat.id) : [];
  const [ticked, setTicked] = useState<readonly number[]>(only);
  const [reason, setReason] = useState("");
  const [checked, setChecked] = useState(false);
  const seats = valid.map(({ seat }) => seat.id).filter((id) => ticked.includes(id));
  const preview = useQuery(refundPreviewQuery(order.reference, order.version, seats));
  const { data } = preview;

  function submit(event: FormEvent) {
    event.preventDefault();
    setChecked(true);
    if (!data || seats.length === 0 || reason.trim() === "") return;
    const request = { version: data.version, seat_ids: seats, reason: reason.trim() };
    send(newIdempotencyKey(), formatMoney(data.amount, data.currency), request);
  }

  function send(key: string, amount: string, request: RefundRequest) {
    act(
      () => actions.refund(key, request).catch(approvalOf),
      (result) => {
        if ("approvers" in result) {
          ask({ needed: result, amount, done: (approval) => send(key, amount, { ...request, approval }) });
          return;
        }
        close();
        announce(t`Refunded: ${amount}.`);
      },
    );
  }

  return (
    <form className={form.form} onSubmit={submit} noValidate>
      <Seats order={order} tickets={valid} ticked={seats} change={setTicked} />
      {checked && seats.length === 0 && (
        <p role="alert" className={form.error}>{t`Choose at least one ticket.`}</p>
      )}
      <Field
        label={t`Reason`}
        hint={t`Stays in the history of the order. Write no names.`}
        maxLength={MAX_REASON_LENGTH}
        autoComplete="off"
        required
        problem={checked && reason.trim() === "" ? t`Enter a reason.` : null}
        value={reason}
        onChange={({ target }) => setReason(target.value)}
      />
      <div role="status" className={styles.preview}>
        {seats.length > 0 && data && <PreviewText preview={data} />}
        {seats.length > 0 && !data && preview.error === null && t`Asking what is paid back …`}
        {preview.error !== null && staffProblemText(preview.error)}
      </div>
      <FormError error={error} />
      <div className={form.actions}>
        <Button type="submit" kind="primary" busy={busy}>
          {data && seats.length > 0
            ? t`Refund ${formatMoney(data.amount, data.currency)}`
            : t`Refund the tickets`}
        </Button>
        <Button onClick={close}>{t`Cancel`}</Button>
      </div>
    </form>
  );
}

/** What is missing, if a second person can approve the refund. Throws every other error. */
function approvalOf(failure: unknown): NeededApproval {
  const needed = neededApproval(failure);
  if (needed === null) throw failure;
  return needed;
}

type SeatsProps = {
  order: OrderRecord;
  tickets: readonly OrderTicket[];
  ticked: readonly number[];
  change: (seats: readonly number[]) => void;
};

function Seats({ order, tickets, ticked, change }: SeatsProps) {
  const id = useId();
  const all = tickets.map(({ seat }) => seat.id);
  const label = ({ seat, ticket_type_name, price }: OrderTicket) =>
    [seat.name, ticket_type_name, formatMoney(price, order.currency)].filter(Boolean).join(" · ");
  return (
    <fieldset className={`${form.set} ${styles.tickets}`} aria-describedby={id}>
      <legend>{t`Tickets`}</legend>
      {tickets.length > 1 && (
        <Checkbox
          label={plural(tickets.length, { one: "All # ticket", other: "All # tickets" })}
          checked={ticked.length === tickets.length}
          onChange={(isOn) => change(isOn ? all : [])}
        />
      )}
      {tickets.map((ticket) => (
        <Checkbox
          key={ticket.id}
          label={label(ticket)}
          {...(ticket.admitted_at && { hint: t`Was admitted by a door.` })}
          checked={ticked.includes(ticket.seat.id)}
          onChange={(isOn) =>
            change(isOn ? [...ticked, ticket.seat.id] : ticked.filter((one) => one !== ticket.seat.id))
          }
        />
      ))}
      <p id={id} className={form.hint}>{t`The seats are free at once.`}</p>
    </fieldset>
  );
}

/** What the server says that the refund does, and who must approve it. */
function PreviewText({ preview }: { preview: RefundPreview }) {
  const { permitted, amount, currency, provider } = preview;
  const sum = formatMoney(amount, currency);
  const where = providerName(provider);
  return (
    <>
      {!permitted && <Notice tone="warn">{whyApproved(preview)}</Notice>}
      {isNothing(amount) ? (
        <p>{t`Nothing was paid for these tickets, so no money goes back.`}</p>
      ) : (
        <p>
          <strong>{t`${sum} goes back`}</strong>
          <br />
          {t`to where it came from: ${where}. The customer gets an email.`}
        </p>
      )}
    </>
  );
}

function whyApproved({ admitted, limit, currency, refunded_by_staff }: RefundPreview): string {
  if (admitted > 0) {
    return t`A door has admitted one of these tickets. A manager or an owner of the cinema must approve it.`;
  }
  const most = formatMoney(limit ?? "0", currency);
  const used = formatMoney(refunded_by_staff, currency);
  return t`This is above your limit of ${most} for one order, of which ${used} is used. A manager or an owner of the cinema must approve it.`;
}
