import type { ReactNode } from "react";
import { Link } from "wouter";
import { PageHeading } from "#ui/page-heading.tsx";
import styles from "./page.module.css";

/** The page above this one, such as the list that it belongs to. */
export type Parent = { path: string; name: string };

type Props = {
  title: string;
  /** Shown as a link above the heading. */
  parent?: Parent;
  /** Beside the heading, such as a state. */
  beside?: ReactNode;
  /** Links and buttons at the end of the heading's line. */
  actions?: ReactNode;
  /** Of a form or a text, which is easier to read in a column. */
  narrow?: boolean;
  children: ReactNode;
};

/** A page of the staff app: its heading, what can be done, and the content. */
export function StaffPage({ title, parent, beside, actions, narrow = false, children }: Props) {
  return (
    <div className={styles.page} data-narrow={narrow || undefined}>
      <div className={styles.top}>
        {parent && (
          <Link href={parent.path} className={styles.parent}>
            {parent.name}
          </Link>
        )}
        <div className={styles.head}>
          <div className={styles.title}>
            <PageHeading title={title} />
            {beside}
          </div>
          {actions && <div className={styles.actions}>{actions}</div>}
        </div>
      </div>
      {children}
    </div>
  );
}
