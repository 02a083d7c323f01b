import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { Link } from "wouter";
import { Problem, problemText } from "#api/problem.ts";
import { legalPageQuery } from "#api/terms.ts";
import type { LegalPage as Content, LegalKind } from "#api/types.ts";
import { isLegalKind, legalName } from "#ui/legal-links.tsx";
import { NotFound } from "#ui/not-found.tsx";
import { PageHeading } from "#ui/page-heading.tsx";
import { RetryNotice } from "#ui/retry-notice.tsx";
import styles from "./legal-page.module.css";

/** A legal page of a cinema, such as its imprint. An unknown kind is not found. */
export function LegalPage({ venueId, kind }: { venueId: number; kind: string }) {
  return isLegalKind(kind) ? <KnownPage venueId={venueId} kind={kind} /> : <NoSuchPage />;
}

function KnownPage({ venueId, kind }: { venueId: number; kind: LegalKind }) {
  const { data, error, refetch } = useQuery(legalPageQuery(venueId, kind));
  if (error instanceof Problem && error.status === 404) return <NoSuchPage />;
  const name = legalName(kind);
  return (
    <div className={styles.page}>
      <header>
        <p className={styles.cinema}>{data?.venue_name}</p>
        <PageHeading title={data ? `${name}, ${data.venue_name}` : name}>{name}</PageHeading>
      </header>
      {data && <Text content={data} />}
      {data && <Programme venueId={venueId} name={data.venue_name} />}
      {!data && error && <RetryNotice retry={refetch}>{problemText(error)}</RetryNotice>}
    </div>
  );
}

/** The way back for a visitor who came from a search engine. */
function Programme({ venueId, name }: { venueId: number; name: string }) {
  return (
    <p>
      <Link href={`/?venue=${venueId}`}>
        <Trans>What’s on at {name}</Trans>
      </Link>
    </p>
  );
}

function NoSuchPage() {
  return <NotFound title={t`Page not found`}>{t`This cinema has no such page.`}</NotFound>;
}

function Text({ content }: { content: Content }) {
  if (!content.url.startsWith("/legal/")) {
    return (
      <p>
        <a href={content.url}>{content.url}</a>
      </p>
    );
  }
  return (
    <div className={styles.text} lang={content.language}>
      {content.blocks.map(({ heading, text }, index) => {
        // biome-ignore lint/suspicious/noArrayIndexKey: the text does not change while it is shown
        return heading ? <h2 key={index}>{text}</h2> : <p key={index}>{text}</p>;
      })}
    </div>
  );
}
