/** The hall to choose from: the map, a large hall's sections before it, the list beside it. */

import { t } from "@lingui/core/macro";
import { lazy, Suspense, useState } from "react";
import { useConfig } from "#api/config.ts";
import type { HoldState } from "#api/hold.ts";
import type { HallLayout } from "#api/types.ts";
import { countdownSpoken } from "#lib/countdown.ts";
import { recall, remember } from "#lib/storage.ts";
import styles from "#seat-map/hall-view.module.css";
import type { Plan } from "#seat-map/plan.ts";
import { SeatMap } from "#seat-map/seat-map.tsx";
import type { SeatStore } from "#seat-map/seat-store.ts";
import { Party } from "./choice/party.tsx";
import type { Choice } from "./choice/use-seat-choice.ts";
import { FeedState } from "./feed-state.tsx";
import { seatsHeld } from "./use-seat-store.ts";
import { type View, ViewSwitch } from "./view-switch.tsx";

const SeatList = lazy(() => import("#seat-map/seat-list.tsx"));
const LargeHall = lazy(() => import("#seat-map/sections/large-hall.tsx"));

/** Seats beyond which a hall is shown by its sections first. */
const LARGE = 3000;

type Props = {
  layout: HallLayout;
  plan: Plan;
  store: SeatStore;
  hold: HoldState;
  choice: Choice;
  paused: boolean;
};

export function HallView({ layout, plan, store, hold, choice, paused }: Props) {
  const { show, hall } = layout;
  const [view, setView] = useState<View>(() => recall<View>("local", "seats-by") ?? "map");
  const Hall = plan.seatsById.size > LARGE ? LargeHall : SeatMap;
  const seats = { plan, store, currency: show.currency, onToggle: choice.toggle };
  const isFirstStep = show.seats_available > 0 && seatsHeld(hold, show.id).length === 0;
  const config = useConfig();
  const time = countdownSpoken(config?.hold_seconds ?? 0);
  const hint = config ? t`A chosen seat is held for you for ${time}.` : "";
  const holdsElsewhere = hold.kind === "held" && hold.hold.showId !== show.id;

  function choose(next: View) {
    setView(next);
    remember("local", "seats-by", next);
  }

  const tools = (
    <>
      {show.on_sale && !holdsElsewhere && (
        <Party showId={show.id} store={store} choice={choice} first={isFirstStep} />
      )}
      <ViewSwitch view={view} choose={choose} />
    </>
  );

  return (
    <div className={styles.view} data-view={view}>
      <FeedState paused={paused} />
      <Suspense fallback={<div className={styles.tools}>{tools}</div>}>
        <Hall {...seats} label={t`Seats of ${hall.name}`} hint={hint} tools={tools} />
      </Suspense>
      {view === "list" && (
        <Suspense fallback={<div className={styles.waiting} aria-busy="true" />}>
          <SeatList {...seats} />
        </Suspense>
      )}
    </div>
  );
}
