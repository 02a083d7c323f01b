import { t } from "@lingui/core/macro";
import { useQuery } from "@tanstack/react-query";
import { useId } from "react";
import { choicesQuery } from "#api/staff/settings.ts";
import { formatLocale } from "#lib/language.ts";
import { Field } from "#ui/field.tsx";
import form from "./form.module.css";
import { SelectField } from "./select-field.tsx";

export type Place = {
  name: string;
  address: string;
  city: string;
  country: string;
  timezone: string;
  currency: string;
};

type Props = {
  draft: Place;
  onChange: (changes: Partial<Place>) => void;
  /** The server's message about a field. */
  problem: (field: string) => string | null;
  currencyFixed?: boolean;
  /** Whether a country that is chosen chooses its currency too, as for a new cinema. */
  presetsCurrency?: boolean;
};

/** "Germany (DE)", sorted by name in the language of the app. */
function named(codes: readonly string[], type: "region" | "currency") {
  const names = new Intl.DisplayNames(formatLocale(), { type });
  const all = codes.map((code) => ({ code, name: names.of(code) ?? code }));
  return all.sort((one, other) => one.name.localeCompare(other.name, formatLocale()));
}

/** Where a cinema is: name, address, country, time zone and currency. The server has the lists. */
export function PlaceFields({
  draft,
  onChange,
  problem,
  currencyFixed = false,
  presetsCurrency = false,
}: Props) {
  const { data } = useQuery(choicesQuery);
  const zones = useId();
  const text = (name: "name" | "address" | "city", label: string) => (
    <Field
      label={label}
      autoComplete="off"
      maxLength={300}
      required
      problem={problem(name)}
      value={draft[name]}
      onChange={({ target }) => onChange({ [name]: target.value })}
    />
  );
  return (
    <>
      {text("name", t`Name of the cinema`)}
      {text("address", t`Street and number`)}
      {text("city", t`City`)}
      <SelectField
        label={t`Country`}
        value={draft.country}
        onChange={({ target }) => {
          const usual = data?.usual_currencies[target.value];
          onChange({
            country: target.value,
            ...(presetsCurrency && usual ? { currency: usual } : {}),
          });
        }}
      >
        <option value="">{t`Choose a country`}</option>
        {named(data?.countries ?? [], "region").map(({ code, name }) => (
          <option key={code} value={code}>
            {name}
          </option>
        ))}
      </SelectField>
      {problem("country") && <p className={form.error}>{problem("country")}</p>}
      <Field
        label={t`Time zone`}
        hint={t`Type part of a city’s name and choose, such as Europe/Berlin.`}
        list={zones}
        autoComplete="off"
        spellCheck={false}
        required
        problem={problem("timezone")}
        value={draft.timezone}
        onChange={({ target }) => onChange({ timezone: target.value })}
      />
      <datalist id={zones}>
        {data?.time_zones.map((zone) => (
          <option key={zone} value={zone} />
        ))}
      </datalist>
      <SelectField
        label={t`Currency`}
        value={draft.currency}
        disabled={currencyFixed}
        onChange={({ target }) => onChange({ currency: target.value })}
      >
        <option value="">{t`Choose a currency`}</option>
        {named(data?.currencies ?? [], "currency").map(({ code, name }) => (
          <option key={code} value={code}>
            {`${name} (${code})`}
          </option>
        ))}
      </SelectField>
      {problem("currency") && <p className={form.error}>{problem("currency")}</p>}
      {currencyFixed && <p className={form.hint}>{t`Tickets were sold in this currency, so it stays.`}</p>}
    </>
  );
}
