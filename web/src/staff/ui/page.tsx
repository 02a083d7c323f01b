import type { ReactNode } from "react";
import { PageHeading } from "#ui/page-heading.tsx";
import styles from "./page.module.css";

type Props = {
  title: string;
  /** Links and buttons beside the heading. */
  actions?: ReactNode;
  /** Of a form or a text, which is easier to read in a column. */
  narrow?: boolean;
  children: ReactNode;
};

/** A page of the staff app: its heading, what can be done, and the content. */
export function StaffPage({ title, actions, narrow = false, children }: Props) {
  return (
    <div className={styles.page} data-narrow={narrow || undefined}>
      <div className={styles.head}>
        <PageHeading title={title} />
        {actions && <div className={styles.actions}>{actions}</div>}
      </div>
      {children}
    </div>
  );
}
