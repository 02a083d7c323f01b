/** A page's `<h1>`: names the browser's tab and takes the focus when the visitor came from another page. */

import { type ReactNode, useEffect, useRef } from "react";

/** Where the visit began: the first page leaves the focus alone. */
let currentPath = location.pathname;

/** For when the control that had the focus is gone from the page. */
export function focusHeading(): void {
  document.querySelector("h1")?.focus({ preventScroll: true });
}

type Props = { title: string; children?: ReactNode; className?: string | undefined };

export function PageHeading({ title, children, className }: Props) {
  const heading = useRef<HTMLHeadingElement>(null);

  useEffect(() => {
    document.title = `${title} · Matinee`;
  }, [title]);

  useEffect(() => {
    if (location.pathname === currentPath) return;
    currentPath = location.pathname;
    scrollTo(0, 0);
    heading.current?.focus({ preventScroll: true });
  }, []);

  return (
    <h1 ref={heading} tabIndex={-1} className={className}>
      {children ?? title}
    </h1>
  );
}
