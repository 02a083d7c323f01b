import { t } from "@lingui/core/macro";
import { Toolbar } from "#ui/toolbar.tsx";
import hallStyles from "../hall.module.css";
import type { Zoom } from "./use-zoom.ts";
import styles from "./zoom-buttons.module.css";

export function ZoomButtons({ zoom }: { zoom: Zoom }) {
  return (
    <Toolbar className={`${hallStyles.map} ${styles.zoom}`} label={t`Size of the map`}>
      <button type="button" onClick={zoom.zoomOut} aria-label={t`Smaller`}>
        −
      </button>
      <button type="button" onClick={zoom.zoomIn} aria-label={t`Larger`}>
        +
      </button>
      <button type="button" onClick={zoom.showAll}>
        {t`Whole hall`}
      </button>
    </Toolbar>
  );
}
