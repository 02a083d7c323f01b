import { i18n, type MessageDescriptor } from "@lingui/core";
import { msg, t } from "@lingui/core/macro";
import { Link } from "wouter";
import type { LegalKind, VenueTerms } from "#api/types.ts";
import styles from "./legal-links.module.css";

const NAMES: Record<LegalKind, MessageDescriptor> = {
  imprint: msg`Legal notice`,
  terms: msg`Terms and conditions`,
  privacy: msg`Privacy`,
  accessibility: msg`Accessibility`,
};

/** The name of a legal page. */
export const legalName = (kind: LegalKind): string => i18n._(NAMES[kind]);

export const isLegalKind = (text: string): text is LegalKind => Object.hasOwn(NAMES, text);

/** The legal pages of a cinema; nothing if it has none. */
export function LegalLinks({ links }: { links: VenueTerms["legal_pages"] }) {
  if (links.length === 0) return null;
  return (
    <nav aria-label={t`Legal`} className={styles.legal}>
      <ul>
        {links.map(({ kind, url }) => (
          <li key={kind}>
            {url.startsWith("/") ? (
              <Link href={url}>{legalName(kind)}</Link>
            ) : (
              <a href={url}>{legalName(kind)}</a>
            )}
          </li>
        ))}
      </ul>
    </nav>
  );
}
