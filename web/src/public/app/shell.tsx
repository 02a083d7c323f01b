import { Trans } from "@lingui/react/macro";
import type { ReactNode } from "react";
import { Link } from "wouter";
import { Footer } from "./footer.tsx";
import { HoldBadge } from "./hold-badge.tsx";
import { MyBookingsLink } from "./my-bookings-link.tsx";
import styles from "./shell.module.css";

export function Shell({ children }: { children: ReactNode }) {
  return (
    <>
      <a className={`${styles.skip} visually-hidden`} href="#content">
        <Trans>Skip to content</Trans>
      </a>
      <header className={styles.header}>
        <Link href="/" className={styles.name}>
          Matinee
        </Link>
        <MyBookingsLink className={styles.find} />
        <HoldBadge />
      </header>
      <main id="content" className={styles.main}>
        {children}
      </main>
      <Footer />
    </>
  );
}
