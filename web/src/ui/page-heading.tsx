/** The `<h1>` of a page. Sets the title of the document, and takes the focus after a navigation. */

import { type ReactNode, useEffect, useRef } from "react";

/** The first page of a visit does not move the focus. */
let currentPath = location.pathname;
let hasMoved = false;

/** True for a new page, and for a heading that replaces a focused heading while a page loads. */
function shouldFocus(): boolean {
  const isNewPage = location.pathname !== currentPath;
  currentPath = location.pathname;
  hasMoved ||= isNewPage;
  if (isNewPage) scrollTo(0, 0);
  return isNewPage || (hasMoved && document.activeElement === document.body);
}

/** For use when the focused control disappears. A heading that replaces this one inherits the focus. */
export function focusHeading(): void {
  hasMoved = true;
  document.querySelector("h1")?.focus({ preventScroll: true });
}

type Props = { title: string; children?: ReactNode; className?: string | undefined };

export function PageHeading({ title, children, className }: Props) {
  const heading = useRef<HTMLHeadingElement>(null);

  useEffect(() => {
    document.title = `${title} · Matinee`;
  }, [title]);

  useEffect(() => {
    if (shouldFocus()) heading.current?.focus({ preventScroll: true });
  }, []);

  return (
    <h1 ref={heading} tabIndex={-1} className={className}>
      {children ?? title}
    </h1>
  );
}
