import { t } from "@lingui/core/macro";
import { useQuery } from "@tanstack/react-query";
import { ageRatingsQuery } from "#api/staff/films.ts";
import { fieldMessages } from "#api/staff/problem.ts";
import form from "#staff/ui/form.module.css";
import { SelectField } from "#staff/ui/select-field.tsx";
import { TextArea } from "#staff/ui/text-area.tsx";
import { Field } from "#ui/field.tsx";
import type { Draft } from "./draft.ts";
import { countryName } from "./texts.ts";
import { TranslationFields } from "./translation-fields.tsx";

type Text = {
  [name in keyof Draft]: Draft[name] extends string ? name : never;
}[keyof Draft];

type Props = { draft: Draft; error: unknown; onChange: (draft: Draft) => void };

/** The messages of the server about a field, or about a part of it. */
export function messageAbout(error: unknown, name: string): string | null {
  return fieldMessages(error, name).join(" ") || null;
}

/** All fields of a film. `error` is that of the last save. */
export function FilmFields({ draft, error, onChange }: Props) {
  const bound = (name: Text) => ({
    value: draft[name],
    problem: messageAbout(error, name),
    onChange: ({ target }: { target: { value: string } }) => onChange({ ...draft, [name]: target.value }),
  });
  return (
    <>
      <Field label={t`Title`} required maxLength={300} autoComplete="off" {...bound("title")} />
      <Field
        label={t`Original title`}
        maxLength={300}
        autoComplete="off"
        hint={t`Where it differs from the title.`}
        {...bound("original_title")}
      />
      <div className={form.pair}>
        <Field label={t`Year`} inputMode="numeric" autoComplete="off" {...bound("release_year")} />
        <Field
          label={t`Running time in minutes`}
          required
          inputMode="numeric"
          autoComplete="off"
          {...bound("duration_minutes")}
        />
      </div>
      <div className={form.pair}>
        <Field label={t`Genre`} maxLength={300} autoComplete="off" {...bound("genre")} />
        <Field label={t`Director`} maxLength={300} autoComplete="off" {...bound("director")} />
      </div>
      <TextArea
        label={t`Cast`}
        hint={t`One name per line, the leading parts first.`}
        rows={4}
        {...bound("cast")}
      />
      <TextArea label={t`Synopsis`} rows={7} maxLength={5000} {...bound("synopsis")} />
      <RatingFields draft={draft} error={error} onChange={onChange} />
      <Field
        label={t`Rating in the country of origin`}
        maxLength={300}
        autoComplete="off"
        {...bound("rating")}
      />
      <TranslationFields draft={draft} error={error} onChange={onChange} />
      <div className={form.pair}>
        <Field
          label={t`Original language`}
          maxLength={35}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          hint={t`A tag such as en or pt-BR.`}
          {...bound("original_language")}
        />
        <Field
          label={t`Audio description`}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          hint={t`Languages, such as de, en.`}
          {...bound("audio_description")}
        />
        <Field
          label={t`Captions for deaf people`}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          hint={t`Languages, such as de, en.`}
          {...bound("captions")}
        />
      </div>
      <Field
        label={t`Trailer`}
        type="url"
        maxLength={2000}
        autoComplete="off"
        hint={t`The https address of a page or a video.`}
        {...bound("trailer_url")}
      />
      <Field
        label={t`Poster on another site`}
        type="url"
        maxLength={2000}
        autoComplete="off"
        hint={t`The https address of a picture. An uploaded poster is shown instead of it.`}
        {...bound("poster_url")}
      />
    </>
  );
}

/** One select for each system of age ratings. Ratings of other countries stay as they are. */
function RatingFields({ draft, error, onChange }: Props) {
  const systems = useQuery(ageRatingsQuery).data ?? [];
  const problem = messageAbout(error, "ratings");
  return (
    <fieldset className={form.set}>
      <legend>{t`Age ratings`}</legend>
      {problem && <p className={form.error}>{problem}</p>}
      <div className={form.pair}>
        {systems.map(({ country, system, labels }) => {
          const place = countryName(country);
          return (
            <SelectField
              key={country}
              label={t`${system} (${place})`}
              value={draft.ratings[country] ?? ""}
              onChange={({ target }) =>
                onChange({ ...draft, ratings: { ...draft.ratings, [country]: target.value } })
              }
            >
              <option value="">{t`none`}</option>
              {labels.map((label) => (
                <option key={label} value={label}>
                  {label}
                </option>
              ))}
            </SelectField>
          );
        })}
      </div>
    </fieldset>
  );
}
