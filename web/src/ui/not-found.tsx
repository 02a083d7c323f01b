import { t } from "@lingui/core/macro";
import { type FormEvent, useState } from "react";
import { useLocation } from "wouter";
import { MAX_LENGTH } from "#lib/limits.ts";
import { Button, ButtonLink } from "./button.tsx";
import { SearchField } from "./field.tsx";
import styles from "./message-page.module.css";
import { PageHeading } from "./page-heading.tsx";

type Props = {
  title: string;
  children: string;
  /** Looked for tickets: other bookings come before other films. */
  isBooking?: boolean;
};

/** Says that there is nothing at the address, with the ways on. */
export function NotFound({ title, children, isBooking = false }: Props) {
  const links = [
    <ButtonLink key="shows" kind={isBooking ? "plain" : "primary"} href="/">{t`What’s on`}</ButtonLink>,
    <ButtonLink key="find" kind={isBooking ? "primary" : "plain"} href="/find">
      {t`Find my booking`}
    </ButtonLink>,
  ];
  return (
    <div className={styles.page}>
      <PageHeading title={title} />
      <p>{children}</p>
      <div className="actions">{isBooking ? links.reverse() : links}</div>
      <FilmSearch />
    </div>
  );
}

/** Opens the programme with the search. */
function FilmSearch() {
  const [, navigate] = useLocation();
  const [text, setText] = useState("");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    navigate(`/?${new URLSearchParams({ q: text })}`);
  };
  return (
    <search>
      <form className={styles.search} onSubmit={submit}>
        <SearchField
          label={t`Find a film`}
          maxLength={MAX_LENGTH.search}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        <Button type="submit">{t`Search`}</Button>
      </form>
    </search>
  );
}
