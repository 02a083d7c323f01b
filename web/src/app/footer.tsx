import { t } from "@lingui/core/macro";
import { chooseLanguage, currentLanguage, LANGUAGES, type Language } from "#lib/language.ts";
import styles from "./shell.module.css";

export function Footer() {
  return (
    <footer className={styles.footer}>
      <LanguageSwitch />
    </footer>
  );
}

/** Each language by its own name. A hold and what was typed outlive the change. */
function LanguageSwitch() {
  function choose(language: Language) {
    chooseLanguage(language);
    location.reload();
  }
  return (
    <nav aria-label={t`Language`}>
      <ul className={styles.languages}>
        {(Object.keys(LANGUAGES) as Language[]).map((language) => (
          <li key={language}>
            <button
              type="button"
              lang={language}
              aria-current={language === currentLanguage() || undefined}
              onClick={() => choose(language)}
            >
              {LANGUAGES[language]}
            </button>
          </li>
        ))}
      </ul>
    </nav>
  );
}
