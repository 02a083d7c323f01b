import { plural, t } from "@lingui/core/macro";
import type { ReactNode } from "react";
import { Link } from "wouter";
import type { TodayWarning } from "#api/staff/types.ts";
import styles from "./today.module.css";

const LISTS: Partial<Record<TodayWarning["kind"], string>> = {
  "orders-need-attention": "/orders?attention=true",
  "refunds-refused": "/orders?refused=true",
  "emails-failed": "/orders?email_failed=true",
};

function warningText({ kind, count }: TodayWarning): string {
  if (kind === "orders-need-attention") {
    return plural(count, { one: "# order needs attention", other: "# orders need attention" });
  }
  if (kind === "refunds-refused") {
    return plural(count, {
      one: "The payment provider refused a refund of # order",
      other: "The payment provider refused refunds of # orders",
    });
  }
  return kind === "emails-failed"
    ? plural(count, {
        one: "An email about # order could not be sent",
        other: "Emails about # orders could not be sent",
      })
    : plural(count, { one: "# background job failed", other: "# background jobs failed" });
}

/** What needs attention, each with the way to where it is handled. */
export function Warnings({ warnings }: { warnings: readonly TodayWarning[] }) {
  if (warnings.length === 0) return null;
  return (
    <section aria-labelledby="needs" className={styles.section}>
      <h2 id="needs">{t`What needs you`}</h2>
      <ul className={styles.warnings}>
        {warnings.map((one) => (
          <li key={one.kind}>
            <span>{warningText(one)}</span>
            {wayTo(one)}
          </li>
        ))}
      </ul>
    </section>
  );
}

function wayTo({ kind, can_handle }: TodayWarning): ReactNode {
  const list = LISTS[kind];
  if (list) return <Link href={list}>{t`Open the list`}</Link>;
  return can_handle ? (
    <a href="/admin/procrastinate/procrastinatejob/?status=failed">{t`Open the jobs`}</a>
  ) : (
    <span>{t`An administrator of the installation handles it.`}</span>
  );
}
