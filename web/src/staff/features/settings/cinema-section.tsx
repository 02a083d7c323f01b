import { t } from "@lingui/core/macro";
import { Link } from "wouter";
import type { VenueSettings } from "#api/staff/types.ts";
import { PlaceFields } from "#staff/ui/place-fields.tsx";
import { Field } from "#ui/field.tsx";
import { SettingsForm } from "./settings-form.tsx";
import { useVenueForm } from "./use-venue-form.ts";

const draftOf = (settings: VenueSettings) => ({
  name: settings.name,
  address: settings.address,
  city: settings.city,
  country: settings.country,
  region: settings.region,
  timezone: settings.timezone,
  currency: settings.currency,
  day_starts_at: settings.day_starts_at,
});

/** Name, address, time zone, currency and business day. */
export function CinemaSection({ settings }: { settings: VenueSettings }) {
  const form = useVenueForm(settings, draftOf, (draft) => draft);
  return (
    <>
      <SettingsForm settings={form}>
        <PlaceFields
          draft={form.draft}
          onChange={form.edit}
          problem={form.problem}
          currencyFixed={form.base.currency_fixed}
        />
        <Field
          label={t`Region`}
          hint={t`The ISO 3166-2 code without the country, such as BE for Berlin. Public holidays follow it.`}
          maxLength={3}
          autoComplete="off"
          problem={form.problem("region")}
          value={form.draft.region}
          onChange={({ target }) => form.edit({ region: target.value.trim() })}
        />
        <Field
          label={t`The business day begins at`}
          hint={t`A show at 00:15 belongs to the evening before.`}
          type="time"
          required
          problem={form.problem("day_starts_at")}
          value={form.draft.day_starts_at}
          onChange={({ target }) => form.edit({ day_starts_at: target.value })}
        />
      </SettingsForm>
      <p>
        <Link href="/set-up/hall">{t`Add a hall`}</Link>
      </p>
    </>
  );
}
