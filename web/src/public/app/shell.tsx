import { Trans } from "@lingui/react/macro";
import type { ReactNode } from "react";
import { Link, useLocation } from "wouter";
import { Footer } from "./footer.tsx";
import { HoldBadge } from "./hold-badge.tsx";
import { LanguageSwitch } from "./language-switch.tsx";
import { MyBookingsLink } from "./my-bookings-link.tsx";
import styles from "./shell.module.css";

export function Shell({ children }: { children: ReactNode }) {
  return (
    <>
      <SkipLink />
      <header className={styles.header}>
        <Link href="/" className={styles.name}>
          Matinee
        </Link>
        <MyBookingsLink className={styles.find} />
        <LanguageSwitch />
        <HoldBadge />
      </header>
      <main id="content" className={styles.main}>
        {children}
      </main>
      <Footer />
    </>
  );
}

/** On the programme, skips the choice of cinema, day and filters too. */
function SkipLink() {
  const [path] = useLocation();
  const className = `${styles.skip} visually-hidden`;
  return path === "/" ? (
    <a className={className} href="#films">
      <Trans>Skip to films</Trans>
    </a>
  ) : (
    <a className={className} href="#content">
      <Trans>Skip to content</Trans>
    </a>
  );
}
