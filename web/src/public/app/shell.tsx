import { Trans } from "@lingui/react/macro";
import type { ReactNode } from "react";
import { Link, useLocation } from "wouter";
import { useLowWindow } from "#ui/use-low-window.ts";
import { Footer } from "./footer.tsx";
import { HoldBadge } from "./hold-badge.tsx";
import { LanguageSwitch } from "./language-switch.tsx";
import { MyBookingsLink } from "./my-bookings-link.tsx";
import styles from "./shell.module.css";

export function Shell({ children }: { children: ReactNode }) {
  const [path] = useLocation();
  // A low window has room for the seats only.
  const isHeaderBelow = useLowWindow() && path.startsWith("/show/");
  return (
    <>
      <SkipLink />
      {!isHeaderBelow && <Header />}
      <main id="content" className={styles.main}>
        {children}
      </main>
      {isHeaderBelow && <Header />}
      <Footer />
    </>
  );
}

function Header() {
  return (
    <header className={styles.header}>
      <Link href="/" className={styles.name}>
        Matinee
      </Link>
      <MyBookingsLink className={styles.find} />
      <LanguageSwitch />
      <HoldBadge />
    </header>
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
