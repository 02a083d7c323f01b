import { type FocusEvent, type KeyboardEvent, type ReactNode, useLayoutEffect, useRef } from "react";

type Props = { label: string; className?: string | undefined; children: ReactNode };

const buttonsOf = (bar: Element) => [...bar.querySelectorAll("button")];

function setTabStop(bar: Element, stop: Element | null | undefined): void {
  for (const button of buttonsOf(bar)) button.tabIndex = button === stop ? 0 : -1;
}

/** Buttons with one tab stop. The arrow keys, Home and End move between them, as in ARIA's pattern. */
export function Toolbar({ label, className, children }: Props) {
  const bar = useRef<HTMLDivElement>(null);

  useLayoutEffect(() => {
    const element = bar.current;
    if (!element || element.querySelector("button[tabindex='0']")) return;
    setTabStop(element, element.querySelector("[aria-pressed='true']") ?? element.querySelector("button"));
  });

  function onFocus({ currentTarget, target }: FocusEvent) {
    setTabStop(currentTarget, target.closest("button"));
  }

  function onKeyDown(event: KeyboardEvent) {
    const buttons = buttonsOf(event.currentTarget);
    const at = buttons.findIndex((button) => button.matches(":focus"));
    const next = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: buttons.length - 1 }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    buttons[next]?.focus();
  }

  return (
    <div
      ref={bar}
      role="toolbar"
      aria-label={label}
      className={className}
      onFocus={onFocus}
      onKeyDown={onKeyDown}
    >
      {children}
    </div>
  );
}
