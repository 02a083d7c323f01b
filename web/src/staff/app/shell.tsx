import { t } from "@lingui/core/macro";
import { type ReactNode, Suspense } from "react";
import { Link, useRoute } from "wouter";
import { useSetUpParent } from "#staff/team/use-set-up-parent.ts";
import { selectCinema, useAllowed, useCinema, useOwnVenues } from "#staff/team/use-team.ts";
import { Notice } from "#ui/notice.tsx";
import { useOnline } from "#ui/use-online.ts";
import { Palette } from "./palette.tsx";
import { PersonMenu } from "./person-menu.tsx";
import { type Screen, screenName, screensFor } from "./screens.ts";
import styles from "./shell.module.css";
import { useKeptFocus } from "./use-kept-focus.ts";

/** The frame of every page: header, navigation, and a notice while there is no network. */
export function Shell({ children }: { children: ReactNode }) {
  useKeptFocus();
  return (
    <>
      <a className={`${styles.skip} visually-hidden`} href="#content">{t`Skip to content`}</a>
      <header className={styles.header}>
        <Link href="/" className={styles.name}>
          Matinee
        </Link>
        <CinemaMenu />
        <Palette />
        <PersonMenu />
      </header>
      <div className={styles.body}>
        <Navigation />
        <main id="content" className={styles.main}>
          <OfflineNotice />
          <Suspense fallback={<div aria-busy="true" />}>{children}</Suspense>
        </main>
      </div>
    </>
  );
}

function OfflineNotice() {
  const online = useOnline();
  return (
    <div role="status">
      {!online && (
        <Notice tone="warn">
          {t`You’re offline. What you see may be out of date, and changes cannot be saved.`}
        </Notice>
      )}
    </div>
  );
}

/** Limits the lists to one cinema. People at one cinema only see its name. */
function CinemaMenu() {
  const venues = useOwnVenues();
  const cinema = useCinema();
  const [only] = venues;
  if (!only) return null;
  if (venues.length === 1) return <span className={styles.cinema}>{only.name}</span>;
  return (
    <select
      aria-label={t`Cinema`}
      className={styles.cinema}
      value={cinema ?? ""}
      onChange={({ target }) => selectCinema(target.value === "" ? null : Number(target.value))}
    >
      <option value="">{t`All my cinemas`}</option>
      {venues.map(({ id, name }) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
    </select>
  );
}

function Navigation() {
  const isSetUpOpen = useSetUpParent() !== undefined;
  const screens = screensFor(useAllowed()).filter(
    (one) => one.inNavigation || (isSetUpOpen && one.path === "/set-up"),
  );
  return (
    <nav aria-label={t`Screens`} className={styles.nav}>
      <ul>
        {screens.map((one) => (
          <li key={one.path}>
            <NavigationLink screen={one} />
          </li>
        ))}
      </ul>
    </nav>
  );
}

function NavigationLink({ screen }: { screen: Screen }) {
  const [isExact] = useRoute(screen.path);
  const [isBelow] = useRoute(`${screen.path}/*`);
  const isHere = isExact || (screen.path !== "/" && isBelow);
  return (
    <Link href={screen.path} aria-current={isExact ? "page" : isHere ? "true" : undefined}>
      {screenName(screen)}
    </Link>
  );
}
