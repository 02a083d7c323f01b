import { t } from "@lingui/core/macro";
import { type ComponentProps, useCallback, useMemo, useState } from "react";
import { Button } from "#ui/button.tsx";
import hallStyles from "../hall.module.css";
import { planOf } from "../plan.ts";
import { SeatMap } from "../seat-map.tsx";
import styles from "./section-overview.module.css";
import { SectionOverview, sectionName } from "./section-overview.tsx";
import { type Section, sectionsOf } from "./sections.ts";

/** Shows the sections first, then the map of one section. The whole hall is never drawn. */
export default function LargeHall({ plan, store, tools, shared, ...rest }: ComponentProps<typeof SeatMap>) {
  const sections = useMemo(() => sectionsOf(plan), [plan]);
  const [chosen, setChosen] = useState<Section | null>(
    () => sections.find(({ seats }) => seats.some((seat) => shared.has(seat.id))) ?? null,
  );
  const part = useMemo(() => chosen && planOf(chosen.seats), [chosen]);
  const [wasOpened, setWasOpened] = useState(false);

  /** After a section is opened or closed, the focus is on the first button. */
  const focusFirstButton = useCallback(
    (element: HTMLElement | null) => {
      if (wasOpened) element?.querySelector("button")?.focus();
    },
    [wasOpened],
  );

  function open(section: Section | null) {
    setWasOpened(true);
    setChosen(section);
  }

  if (!chosen || !part) {
    return (
      <>
        {tools !== null && <div className={hallStyles.tools}>{tools}</div>}
        <div key="all" ref={focusFirstButton} className={hallStyles.map}>
          <SectionOverview sections={sections} store={store} currency={rest.currency} open={open} />
        </div>
      </>
    );
  }
  const name = sectionName(chosen);
  const sectionBar = (
    <p key={chosen.id} ref={focusFirstButton} className={styles.sectionBar}>
      <Button onClick={() => open(null)}>{t`All sections`}</Button>
      <strong>{name}</strong>
    </p>
  );
  return (
    <SeatMap
      key={chosen.id}
      {...rest}
      plan={part}
      store={store}
      shared={shared}
      label={name}
      tools={
        <>
          {tools}
          {sectionBar}
        </>
      }
    />
  );
}
