/** A page's `<h1>`: names the browser's tab and takes the focus when the visitor came from another page. */

import { type ReactNode, useEffect, useRef } from "react";

/** The first page of a visit leaves the focus alone. */
let currentPath = location.pathname;
let hasMoved = false;

/** Whether a heading that appears now opens a page, or replaces one that had the focus while the page loaded. */
function takesFocus(): boolean {
  const isNewPage = location.pathname !== currentPath;
  currentPath = location.pathname;
  hasMoved ||= isNewPage;
  if (isNewPage) scrollTo(0, 0);
  return isNewPage || (hasMoved && document.activeElement === document.body);
}

/** For when the control that had the focus is gone from the page; a heading that replaces this one inherits it. */
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
    if (takesFocus()) heading.current?.focus({ preventScroll: true });
  }, []);

  return (
    <h1 ref={heading} tabIndex={-1} className={className}>
      {children ?? title}
    </h1>
  );
}
