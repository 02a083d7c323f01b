import { t } from "@lingui/core/macro";
import { type Box, SCREEN_NAME_Y } from "./plan.ts";
import styles from "./seat-map.module.css";

/** The cinema's screen, above the first row. */
export function Screen({ box }: { box: Box }) {
  const middle = box.left + box.width / 2;
  const half = Math.min(box.width * 0.36, 420);
  const y = box.top + 26;
  return (
    <g aria-hidden="true">
      <path
        className={styles.screen}
        d={`M${middle - half} ${y}Q${middle} ${y - 22} ${middle + half} ${y}`}
      />
      <text className={styles.screenName} x={middle} y={box.top + SCREEN_NAME_Y}>
        {t`Screen`}
      </text>
    </g>
  );
}
