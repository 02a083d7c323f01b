import { t } from "@lingui/core/macro";
import { chooseLanguage, currentLanguage, LANGUAGES, type Language } from "#lib/language.ts";
import styles from "./shell.module.css";

const ALL = Object.keys(LANGUAGES) as Language[];

/** Offers the other languages, each in its own words. A change keeps the hold and the form's contents. */
export function LanguageSwitch() {
  async function choose(language: Language) {
    chooseLanguage(language);
    // The language changes even if this code does not load.
    await import("./scroll-position.ts").then(
      ({ saveScrollPosition }) => saveScrollPosition(),
      () => undefined,
    );
    location.reload();
  }
  return (
    <nav aria-label={t`Language`} className={styles.languages}>
      {ALL.filter((language) => language !== currentLanguage()).map((language) => (
        <button key={language} type="button" lang={language} onClick={() => choose(language)}>
          {LANGUAGES[language]}
        </button>
      ))}
    </nav>
  );
}
