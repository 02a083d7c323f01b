import { chooseLanguage, currentLanguage, LANGUAGES, type Language } from "#lib/language.ts";
import styles from "./shell.module.css";

const ALL = Object.keys(LANGUAGES) as Language[];

/** Offers the other languages, each in its own words. */
export function LanguageSwitch() {
  function choose(language: Language) {
    chooseLanguage(language);
    location.reload();
  }
  return ALL.filter((language) => language !== currentLanguage()).map((language) => (
    <button
      key={language}
      type="button"
      lang={language}
      className={styles.language}
      onClick={() => choose(language)}
    >
      {LANGUAGES[language]}
    </button>
  ));
}
