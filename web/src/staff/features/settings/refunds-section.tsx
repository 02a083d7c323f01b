import { t } from "@lingui/core/macro";
import type { VenueSettings } from "#api/staff/types.ts";
import { decimal } from "#staff/ui/decimal.ts";
import { SelectField } from "#staff/ui/select-field.tsx";
import { Field } from "#ui/field.tsx";
import { SettingsForm } from "./settings-form.tsx";
import { useVenueForm } from "./use-venue-form.ts";

const draftOf = ({ refundable_until_minutes, refund_limit }: VenueSettings) => ({
  minutes: refundable_until_minutes === null ? "" : String(refundable_until_minutes),
  limit: refund_limit ?? "",
});

type Draft = ReturnType<typeof draftOf>;

/** Minutes before the show until which customers may choose. */
const USUAL = [0, 30, 60, 120, 180, 360, 720, 1440, 2880];

const valuesOf = ({ minutes, limit }: Draft) => ({
  refundable_until_minutes: minutes === "" ? null : Number(minutes),
  refund_limit: decimal(limit) || null,
});

function minutesText(minutes: number): string {
  if (minutes === 0) return t`until the show begins`;
  if (minutes < 120) return t`until ${minutes} minutes before the show`;
  const hours = minutes / 60;
  return t`until ${hours} hours before the show`;
}

/** Until when customers give tickets back online, and how much a cashier refunds. */
export function RefundsSection({ settings }: { settings: VenueSettings }) {
  const { draft, edit, problem, ...rest } = useVenueForm(settings, draftOf, valuesOf);
  const own = Number(draft.minutes);
  const options = draft.minutes === "" || USUAL.includes(own) ? USUAL : [own, ...USUAL];
  return (
    <SettingsForm settings={{ ...rest, problem }}>
      {rest.base.seller === null && (
        <p>{t`Enter the seller first: refunds belong to the seller’s terms of sale.`}</p>
      )}
      <SelectField
        label={t`Customers may give tickets back online`}
        value={draft.minutes}
        onChange={({ target }) => edit({ minutes: target.value })}
      >
        <option value="">{t`never`}</option>
        {options.map((minutes) => (
          <option key={minutes} value={minutes}>
            {minutesText(minutes)}
          </option>
        ))}
      </SelectField>
      <Field
        label={t`A cashier refunds of one order at most (${rest.base.currency})`}
        hint={t`Empty for no limit. Above it, a manager refunds.`}
        inputMode="decimal"
        autoComplete="off"
        problem={problem("refund_limit") ?? problem("seller")}
        value={draft.limit}
        onChange={({ target }) => edit({ limit: target.value })}
      />
    </SettingsForm>
  );
}
