import { t } from "@lingui/core/macro";
import type { OpenTime, VenueSettings } from "#api/staff/types.ts";
import { weekdayName } from "#staff/team/local-time.ts";
import form from "#staff/ui/form.module.css";
import { SelectField } from "#staff/ui/select-field.tsx";
import { Button } from "#ui/button.tsx";
import { Field } from "#ui/field.tsx";
import styles from "./settings.module.css";
import { SettingsForm } from "./settings-form.tsx";
import { useVenueForm } from "./use-venue-form.ts";

const draftOf = ({ phone, email, website, opening_hours }: VenueSettings) => ({
  phone,
  email,
  website,
  opening_hours,
});

const WEEK = [1, 2, 3, 4, 5, 6, 7];

/** When the box office is open, and how customers reach it. */
export function ContactSection({ settings }: { settings: VenueSettings }) {
  const { draft, edit, problem, ...rest } = useVenueForm(settings, draftOf, (values) => values);
  return (
    <SettingsForm settings={{ ...rest, problem }}>
      <OpeningHours
        hours={draft.opening_hours}
        onChange={(opening_hours) => edit({ opening_hours })}
        problem={problem("opening_hours")}
      />
      <Field
        label={t`Phone`}
        type="tel"
        autoComplete="off"
        maxLength={50}
        problem={problem("phone")}
        value={draft.phone}
        onChange={({ target }) => edit({ phone: target.value })}
      />
      <Field
        label={t`Email for customers`}
        type="email"
        autoComplete="off"
        problem={problem("email")}
        value={draft.email}
        onChange={({ target }) => edit({ email: target.value.trim() })}
      />
      <Field
        label={t`Web address`}
        type="url"
        autoComplete="off"
        problem={problem("website")}
        value={draft.website}
        onChange={({ target }) => edit({ website: target.value.trim() })}
      />
    </SettingsForm>
  );
}

type HoursProps = {
  hours: readonly OpenTime[];
  onChange: (hours: OpenTime[]) => void;
  problem: string | null;
};

function OpeningHours({ hours, onChange, problem }: HoursProps) {
  const set = (at: number, changes: Partial<OpenTime>) =>
    onChange(hours.map((one, index) => (index === at ? { ...one, ...changes } : one)));
  const nextDay = Math.min(7, (hours.at(-1)?.weekday ?? 0) + 1);
  return (
    <fieldset className={form.set}>
      <legend>{t`Opening hours of the box office`}</legend>
      {hours.map((one, at) => {
        const day = weekdayName(one.weekday);
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: a time has no identity, and is edited in its place
          <div key={at} className={styles.time}>
            <SelectField
              label={t`Day`}
              value={one.weekday}
              onChange={({ target }) => set(at, { weekday: Number(target.value) })}
            >
              {WEEK.map((weekday) => (
                <option key={weekday} value={weekday}>
                  {weekdayName(weekday)}
                </option>
              ))}
            </SelectField>
            <Field
              label={t`from`}
              type="time"
              required
              value={one.opens}
              onChange={({ target }) => set(at, { opens: target.value })}
            />
            <Field
              label={t`to`}
              type="time"
              required
              value={one.closes}
              onChange={({ target }) => set(at, { closes: target.value })}
            />
            <Button
              aria-label={t`Remove ${day}, ${one.opens}`}
              onClick={() => onChange(hours.filter((_, index) => index !== at))}
            >{t`Remove`}</Button>
          </div>
        );
      })}
      {problem && <p className={form.error}>{problem}</p>}
      <div>
        <Button
          onClick={() => onChange([...hours, { weekday: nextDay, opens: "14:00", closes: "22:00" }])}
        >{t`Add a time`}</Button>
      </div>
    </fieldset>
  );
}
