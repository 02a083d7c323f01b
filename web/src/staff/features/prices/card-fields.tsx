import { t } from "@lingui/core/macro";
import { useRef, useState } from "react";
import type { StaffTicketType } from "#api/staff/types.ts";
import form from "#staff/ui/form.module.css";
import { SelectField } from "#staff/ui/select-field.tsx";
import { Button } from "#ui/button.tsx";
import { Field } from "#ui/field.tsx";
import type { CardDraft, TypePrice } from "./amounts.ts";
import { isAmount } from "./amounts.ts";
import { SEAT_TYPES, seatTypeName } from "./seat-types.ts";

type Props = {
  /** Undefined until it has loaded. */
  currency: string | undefined;
  draft: CardDraft;
  types: readonly StaffTicketType[];
  /** Whether to name what is missing or no amount. */
  checked: boolean;
  onChange: (draft: CardDraft) => void;
};

const problemOf = (checked: boolean, text: string): string | null =>
  checked && !isAmount(text) ? t`Enter an amount, such as 2.50.` : null;

const nextId = (rows: readonly { id: number }[]): number => Math.max(-1, ...rows.map(({ id }) => id)) + 1;

/** The amounts of a price card. */
export function CardFields({ currency, draft, types, checked, onChange }: Props) {
  const set = (values: Partial<CardDraft>) => onChange({ ...draft, ...values });
  /** The row that was added last, whose first field takes the focus. */
  const [added, setAdded] = useState<string | null>(null);
  const addFormat = useRef<HTMLButtonElement>(null);
  const addLength = useRef<HTMLButtonElement>(null);
  const filled = (text: string) => checked && text.trim() !== "";
  return (
    <>
      <Field
        label={currency === undefined ? t`Base price` : t`Base price (${currency})`}
        hint={t`What a ticket costs without anything below.`}
        inputMode="decimal"
        autoComplete="off"
        required
        problem={problemOf(checked, draft.base)}
        value={draft.base}
        onChange={({ target }) => set({ base: target.value })}
      />
      {types.length > 0 && (
        <fieldset className={form.set}>
          <legend>{t`Ticket types`}</legend>
          {types.map((type) => (
            <TypeRow
              key={type.id}
              name={type.name}
              price={draft.types[type.id] ?? { kind: "none", amount: "" }}
              checked={checked}
              onChange={(price) => set({ types: { ...draft.types, [type.id]: price } })}
            />
          ))}
        </fieldset>
      )}
      <fieldset className={form.set}>
        <legend>{t`Supplements for seats`}</legend>
        <div className={form.pair}>
          {SEAT_TYPES.map((type) => (
            <Field
              key={type}
              label={seatTypeName(type)}
              inputMode="decimal"
              autoComplete="off"
              problem={problemOf(filled(draft.seats[type] ?? ""), draft.seats[type] ?? "")}
              value={draft.seats[type] ?? ""}
              onChange={({ target }) => set({ seats: { ...draft.seats, [type]: target.value } })}
            />
          ))}
        </div>
      </fieldset>
      <fieldset className={form.set}>
        <legend>{t`Supplements for formats`}</legend>
        {draft.formats.map((row) => {
          const change = (values: Partial<typeof row>) =>
            set({ formats: draft.formats.map((one) => (one.id === row.id ? { ...one, ...values } : one)) });
          return (
            <div key={row.id} className={form.row}>
              <Field
                label={t`Format`}
                autoFocus={added === `format ${row.id}`}
                placeholder="3D"
                maxLength={40}
                autoComplete="off"
                required
                problem={checked && row.name.trim() === "" && row.amount !== "" ? t`Name the format.` : null}
                value={row.name}
                onChange={({ target }) => change({ name: target.value })}
              />
              <Field
                label={t`Supplement`}
                inputMode="decimal"
                autoComplete="off"
                required
                problem={problemOf(filled(row.name), row.amount)}
                value={row.amount}
                onChange={({ target }) => change({ amount: target.value })}
              />
              <Button
                aria-label={t`Remove the format ${row.name}`}
                onClick={() => {
                  set({ formats: draft.formats.filter(({ id }) => id !== row.id) });
                  addFormat.current?.focus();
                }}
              >{t`Remove`}</Button>
            </div>
          );
        })}
        <div>
          <Button
            ref={addFormat}
            onClick={() => {
              const id = nextId(draft.formats);
              setAdded(`format ${id}`);
              set({ formats: [...draft.formats, { id, name: "", amount: "" }] });
            }}
          >{t`Add a format`}</Button>
        </div>
      </fieldset>
      <fieldset className={form.set}>
        <legend>{t`Supplements for long films`}</legend>
        {draft.lengths.map((row) => {
          const change = (values: Partial<typeof row>) =>
            set({ lengths: draft.lengths.map((one) => (one.id === row.id ? { ...one, ...values } : one)) });
          const isNumber = /^\d{1,4}$/.test(row.minutes.trim());
          return (
            <div key={row.id} className={form.row}>
              <Field
                label={t`From minutes`}
                autoFocus={added === `length ${row.id}`}
                inputMode="numeric"
                autoComplete="off"
                required
                problem={checked && !isNumber && row.amount !== "" ? t`Enter a number of minutes.` : null}
                value={row.minutes}
                onChange={({ target }) => change({ minutes: target.value })}
              />
              <Field
                label={t`Supplement`}
                inputMode="decimal"
                autoComplete="off"
                required
                problem={problemOf(filled(row.minutes), row.amount)}
                value={row.amount}
                onChange={({ target }) => change({ amount: target.value })}
              />
              <Button
                aria-label={t`Remove the supplement from ${row.minutes} minutes`}
                onClick={() => {
                  set({ lengths: draft.lengths.filter(({ id }) => id !== row.id) });
                  addLength.current?.focus();
                }}
              >{t`Remove`}</Button>
            </div>
          );
        })}
        <div>
          <Button
            ref={addLength}
            onClick={() => {
              const id = nextId(draft.lengths);
              setAdded(`length ${id}`);
              set({ lengths: [...draft.lengths, { id, minutes: "", amount: "" }] });
            }}
          >{t`Add a length`}</Button>
        </div>
      </fieldset>
    </>
  );
}

type TypeRowProps = {
  name: string;
  price: TypePrice;
  checked: boolean;
  onChange: (price: TypePrice) => void;
};

function TypeRow({ name, price, checked, onChange }: TypeRowProps) {
  return (
    <div className={form.pair}>
      <SelectField
        label={name}
        value={price.kind}
        onChange={({ target }) => onChange({ ...price, kind: target.value as TypePrice["kind"] })}
      >
        <option value="none">{t`pays the base price`}</option>
        <option value="adjustment">{t`pays more or less than it`}</option>
        <option value="fixed">{t`pays a fixed price`}</option>
      </SelectField>
      {price.kind !== "none" && (
        <Field
          label={price.kind === "fixed" ? t`Price of ${name}` : t`Difference for ${name}`}
          hint={price.kind === "fixed" ? undefined : t`Such as -2.00.`}
          autoComplete="off"
          required
          problem={problemOf(checked, price.amount)}
          value={price.amount}
          onChange={({ target }) => onChange({ ...price, amount: target.value })}
        />
      )}
    </div>
  );
}
