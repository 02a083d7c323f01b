import { type ReactNode, Suspense } from "react";
import { LanguageSwitch } from "./language-switch.tsx";
import styles from "./shell.module.css";

/** The frame of pages without a session: the name and the language. */
export function Bare({ children }: { children: ReactNode }) {
  return (
    <>
      <header className={styles.header}>
        <span className={styles.name}>Matinee</span>
        <LanguageSwitch />
      </header>
      <main id="content" className={`${styles.main} ${styles.bare}`}>
        <Suspense fallback={<div aria-busy="true" />}>{children}</Suspense>
      </main>
    </>
  );
}
