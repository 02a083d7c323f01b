import { t } from "@lingui/core/macro";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { choicesQuery } from "#api/staff/settings.ts";
import type { LegalKindName, OwnLegalPage, VenueSettings } from "#api/staff/types.ts";
import { currentLanguage, languageName } from "#lib/language.ts";
import form from "#staff/ui/form.module.css";
import { SelectField } from "#staff/ui/select-field.tsx";
import { TextArea } from "#staff/ui/text-area.tsx";
import { Field } from "#ui/field.tsx";
import { changedEntries } from "./changes.ts";
import { SettingsForm } from "./settings-form.tsx";
import { useVenueForm } from "./use-venue-form.ts";

const KINDS: readonly LegalKindName[] = ["imprint", "terms", "privacy", "accessibility"];

function kindName(kind: LegalKindName): string {
  switch (kind) {
    case "imprint":
      return t`Imprint`;
    case "terms":
      return t`Terms`;
    case "privacy":
      return t`Privacy`;
    case "accessibility":
      return t`Accessibility statement`;
  }
}

/** The texts of one language. A language has its own form, so that a save sends no other text. */
export function LegalSection({ settings }: { settings: VenueSettings }) {
  const { data } = useQuery(choicesQuery);
  const [language, setLanguage] = useState<string>(currentLanguage());
  const used = settings.legal_pages.map((page) => page.language);
  const languages = [...new Set([...(data?.languages ?? [language]), ...used])];
  return (
    <div className={form.form}>
      <SelectField
        label={t`Language of the texts`}
        value={language}
        onChange={({ target }) => setLanguage(target.value)}
      >
        {languages.map((tag) => (
          <option key={tag} value={tag}>
            {languageName(tag)}
          </option>
        ))}
      </SelectField>
      <TextsForm key={language} settings={settings} language={language} />
    </div>
  );
}

type Texts = Record<LegalKindName, { text: string; url: string }>;

function TextsForm({ settings, language }: { settings: VenueSettings; language: string }) {
  const textsOf = ({ legal_pages }: VenueSettings): Texts => {
    const find = (kind: LegalKindName) => {
      const page = legal_pages.find((one) => one.kind === kind && one.language === language);
      return { text: page?.text ?? "", url: page?.url ?? "" };
    };
    return Object.fromEntries(KINDS.map((kind) => [kind, find(kind)])) as Texts;
  };
  const pagesOf = (texts: Texts): OwnLegalPage[] => KINDS.map((kind) => ({ kind, language, ...texts[kind] }));
  const changed = (texts: Texts) => changedEntries(pagesOf(textsOf(settings)), pagesOf(texts));
  const { draft, edit, problem, ...rest } = useVenueForm(settings, textsOf, (texts) => ({
    legal_pages: changed(texts),
  }));

  /** The server counts the pages of the request. */
  function problemOf(kind: LegalKindName): string | null {
    const at = changed(draft).findIndex((page) => page.kind === kind);
    if (at < 0) return null;
    return problem(`legal_pages.${at}`);
  }

  return (
    <SettingsForm settings={{ ...rest, problem }}>
      <p className={form.hint}>
        {t`An empty line begins a new paragraph, # a heading. Instead of a text, you can enter the address of a page on another site.`}
      </p>
      {KINDS.map((kind) => (
        <fieldset key={kind} className={form.set}>
          <legend>{kindName(kind)}</legend>
          <TextArea
            label={t`Text`}
            rows={8}
            lang={language}
            maxLength={100_000}
            problem={problemOf(kind)}
            value={draft[kind].text}
            onChange={({ target }) => edit({ [kind]: { ...draft[kind], text: target.value } })}
          />
          <Field
            label={t`Or its address`}
            type="url"
            autoComplete="off"
            value={draft[kind].url}
            onChange={({ target }) => edit({ [kind]: { ...draft[kind], url: target.value.trim() } })}
          />
        </fieldset>
      ))}
    </SettingsForm>
  );
}
