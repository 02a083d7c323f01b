import { t } from "@lingui/core/macro";
import { Component, type ReactNode } from "react";
import { Button } from "#ui/button.tsx";
import { Notice } from "#ui/notice.tsx";
import styles from "./shell.module.css";

type Props = { children: ReactNode };

/** Reports a page that failed to load or to render. */
export class ErrorBoundary extends Component<Props, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError() {
    return { failed: true };
  }

  override render() {
    if (!this.state.failed) return this.props.children;
    return (
      <main className={styles.main} role="alert">
        <h1>{t`Something went wrong`}</h1>
        <Notice
          tone="danger"
          actions={<Button onClick={() => location.reload()}>{t`Load the page again`}</Button>}
        >
          {t`This page did not load. What you have saved is saved.`}
        </Notice>
      </main>
    );
  }
}
