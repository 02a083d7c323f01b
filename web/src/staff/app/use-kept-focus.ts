import { useEffect } from "react";
import { focusHeading } from "#ui/page-heading.tsx";

const isShown = (element: Element): boolean =>
  element.isConnected && element.closest("dialog:not([open]), [hidden]") === null;

/**
 * Moves the focus to the heading when the control that has it disappears, such as the button of a row that is
 * deleted, also after its dialog has closed. Without it, the next Tab would begin at the top of the page.
 */
export function useKeptFocus(): void {
  useEffect(() => {
    let last: Element | null = null;
    const remember = ({ target }: FocusEvent) => {
      last = target instanceof Element ? target : null;
    };
    // A click beside all controls gives the focus up.
    const forget = ({ target }: PointerEvent) => {
      if (!(target instanceof Node && last?.contains(target))) last = null;
    };
    const keep = () => {
      if (last === null || isShown(last)) return;
      const active = document.activeElement;
      if (active === null || active === document.body || !isShown(active)) focusHeading();
    };
    // The observer is called while the browser still moves the focus out of a dialog that Escape closes.
    const observer = new MutationObserver(() => {
      if (last !== null && !isShown(last)) setTimeout(keep);
    });
    document.addEventListener("focusin", remember);
    document.addEventListener("pointerdown", forget);
    observer.observe(document.body, {
      subtree: true,
      childList: true,
      attributes: true,
      attributeFilter: ["open", "hidden"],
    });
    return () => {
      observer.disconnect();
      document.removeEventListener("focusin", remember);
      document.removeEventListener("pointerdown", forget);
    };
  }, []);
}
