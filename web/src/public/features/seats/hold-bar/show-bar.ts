import styles from "./hold-bar.module.css";

/** Scrolls to the bar and its message, which are below the map in a low window. */
export function showBar(): void {
  const bar = document.querySelector(`.${styles.dock}`)?.getBoundingClientRect();
  if (!bar) return;
  const below = bar.bottom - innerHeight;
  if (bar.top < 0 || below > 0) scrollBy(0, Math.min(bar.top, below));
}
