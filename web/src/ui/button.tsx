import type { ComponentProps } from "react";
import { Link } from "wouter";
import styles from "./button.module.css";

type Kind = "primary" | "plain" | "quiet";

/** A busy button stays focusable. It is marked as disabled and ignores clicks. */
type Props = ComponentProps<"button"> & { kind?: Kind; busy?: boolean };

export function Button({ kind = "plain", busy = false, className = styles.button, onClick, ...rest }: Props) {
  return (
    <button
      type="button"
      className={className}
      data-kind={kind}
      aria-disabled={busy || undefined}
      onClick={busy ? (event) => event.preventDefault() : onClick}
      {...rest}
    />
  );
}

type LinkProps = { href: string; kind?: Kind; children: string };

export function ButtonLink({ kind = "plain", href, children }: LinkProps) {
  return (
    <Link href={href} className={styles.button} data-kind={kind}>
      {children}
    </Link>
  );
}

/** Downloads a file from the server. The address is not a page of the app. */
export function FileLink({ kind = "plain", href, children }: LinkProps) {
  return (
    <a href={href} className={styles.button} data-kind={kind} download>
      {children}
    </a>
  );
}
