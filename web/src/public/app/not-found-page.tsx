import { t } from "@lingui/core/macro";
import { type FormEvent, useState } from "react";
import { useLocation } from "wouter";
import { MAX_LENGTH } from "#lib/limits.ts";
import { Button, ButtonLink } from "#ui/button.tsx";
import { SearchField } from "#ui/field.tsx";
import { PageHeading } from "#ui/page-heading.tsx";
import styles from "./message-page.module.css";

export function NotFoundPage() {
  return (
    <div className={styles.page}>
      <PageHeading title={t`Page not found`} />
      <p>{t`There is nothing at this address. The link may be incomplete or out of date.`}</p>
      <div className={styles.actions}>
        <ButtonLink kind="primary" href="/">{t`What’s on`}</ButtonLink>
        <ButtonLink href="/find">{t`Find my booking`}</ButtonLink>
      </div>
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
