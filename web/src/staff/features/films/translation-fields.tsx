import { t } from "@lingui/core/macro";
import { useState } from "react";
import { fieldMessages } from "#api/staff/problem.ts";
import { languageName } from "#lib/language.ts";
import form from "#staff/ui/form.module.css";
import { SelectField } from "#staff/ui/select-field.tsx";
import { TextArea } from "#staff/ui/text-area.tsx";
import { Button } from "#ui/button.tsx";
import { Field } from "#ui/field.tsx";
import type { Draft } from "./draft.ts";

/** The languages that the form offers. A film keeps its texts in other ones. */
const LANGUAGES = [
  ...["ar", "bg", "bs", "cs", "da", "de", "de-AT", "de-CH", "el", "en", "es", "et", "fi", "fr", "ga", "hr"],
  ...["hu", "is", "it", "ja", "ko", "lb", "lt", "lv", "mt", "nds", "nl", "no", "pl", "pt", "pt-BR", "ro"],
  ...["ru", "sk", "sl", "sq", "sr", "sv", "tr", "uk", "zh"],
];

type Props = { draft: Draft; error: unknown; onChange: (draft: Draft) => void };

/** Title, genre and synopsis in other languages. The texts above are shown where one is missing. */
export function TranslationFields({ draft, error, onChange }: Props) {
  const problem = fieldMessages(error, "translations").join(" ");
  const [chosen, setChosen] = useState("");
  const { translations } = draft;
  const free = LANGUAGES.filter((tag) => !(tag in translations))
    .map((tag) => ({ tag, name: languageName(tag) }))
    .sort((one, other) => one.name.localeCompare(other.name));

  function change(tag: string, name: string, text: string) {
    onChange({ ...draft, translations: { ...translations, [tag]: { ...translations[tag], [name]: text } } });
  }

  function remove(tag: string) {
    onChange({
      ...draft,
      translations: Object.fromEntries(Object.entries(translations).filter(([one]) => one !== tag)),
    });
  }

  return (
    <>
      {problem && <p className={form.error}>{problem}</p>}
      {Object.entries(translations).map(([tag, texts]) => {
        const language = languageName(tag);
        return (
          <fieldset key={tag} className={form.set}>
            <legend>{t`In ${language}`}</legend>
            <Field
              label={t`Title in ${language}`}
              maxLength={300}
              autoComplete="off"
              lang={tag}
              value={texts.title ?? ""}
              onChange={({ target }) => change(tag, "title", target.value)}
            />
            <Field
              label={t`Genre in ${language}`}
              maxLength={300}
              autoComplete="off"
              lang={tag}
              value={texts.genre ?? ""}
              onChange={({ target }) => change(tag, "genre", target.value)}
            />
            <TextArea
              label={t`Synopsis in ${language}`}
              rows={5}
              maxLength={5000}
              lang={tag}
              value={texts.synopsis ?? ""}
              onChange={({ target }) => change(tag, "synopsis", target.value)}
            />
            <div>
              <Button onClick={() => remove(tag)}>{t`Remove the texts in ${language}`}</Button>
            </div>
          </fieldset>
        );
      })}
      <div className={form.row}>
        <SelectField
          label={t`Another language`}
          value={chosen}
          onChange={({ target }) => setChosen(target.value)}
        >
          <option value="">{t`Choose a language`}</option>
          {free.map(({ tag, name }) => (
            <option key={tag} value={tag}>
              {name}
            </option>
          ))}
        </SelectField>
        <Button
          onClick={() => {
            if (chosen === "") return;
            onChange({ ...draft, translations: { ...translations, [chosen]: {} } });
            setChosen("");
          }}
        >{t`Add texts`}</Button>
      </div>
    </>
  );
}
