import { Trans } from "@lingui/react/macro";
import { Component, createRef, type ReactNode } from "react";
import { Button } from "#ui/button.tsx";
import styles from "#ui/message-page.module.css";
import { Notice } from "#ui/notice.tsx";

type Props = { children: ReactNode };

/**
 * Reports a page that failed to load or to render, and shows the content that the server rendered. The hold
 * is not affected.
 */
export class ErrorBoundary extends Component<Props, { failed: boolean }> {
  override state = { failed: false };

  readonly #content = createRef<HTMLDivElement>();

  static getDerivedStateFromError() {
    return { failed: true };
  }

  override componentDidCatch() {
    // If this fails too, the message stays alone.
    import("./noscript-content.ts").then(
      ({ showNoscriptContent }) => this.#content.current && showNoscriptContent(this.#content.current),
      () => undefined,
    );
  }

  override render() {
    if (!this.state.failed) return this.props.children;
    return (
      <div className={styles.page} role="alert">
        <h1>
          <Trans>Something went wrong</Trans>
        </h1>
        <Notice
          tone="danger"
          actions={
            <Button onClick={() => location.reload()}>
              <Trans>Load the page again</Trans>
            </Button>
          }
        >
          <Trans>Seats that you hold stay held. If this happens again, your browser may be too old.</Trans>
        </Notice>
        <div ref={this.#content} />
      </div>
    );
  }
}
