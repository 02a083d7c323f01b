import { i18n, type MessageDescriptor } from "@lingui/core";
import { msg, t } from "@lingui/core/macro";
import { Link } from "wouter";
import styles from "./legal-links.module.css";

type Kind = "imprint" | "terms" | "privacy" | "accessibility";
type LegalLink = { kind: Kind; url: string };

const NAMES: Record<Kind, MessageDescriptor> = {
  imprint: msg`Legal notice`,
  terms: msg`Terms and conditions`,
  privacy: msg`Privacy`,
  accessibility: msg`Accessibility`,
};

/** The name of a legal page. */
export const legalName = (kind: string): string => i18n._(NAMES[kind as Kind] ?? msg`Legal notice`);

/** The legal pages of a cinema; nothing if it has none. */
export function LegalLinks({ links }: { links: readonly LegalLink[] }) {
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
