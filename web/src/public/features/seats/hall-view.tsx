/** The seats to choose from: a map, the sections of a large hall before its map, or a list. */

import { t } from "@lingui/core/macro";
import { lazy, Suspense, useState } from "react";
import { useConfig } from "#api/config.ts";
import type { HoldState } from "#api/hold.ts";
import type { HallLayout } from "#api/types.ts";
import { countdownInWords } from "#lib/countdown.ts";
import { getItem, setItem } from "#lib/storage.ts";
import styles from "#seat-map/hall.module.css";
import type { Plan } from "#seat-map/plan.ts";
import { SeatMap } from "#seat-map/seat-map.tsx";
import type { SeatStore } from "#seat-map/seat-store.ts";
import { LiveStatus } from "./live-status.tsx";
import { PartySize } from "./selection/party-size.tsx";
import type { SeatSelection } from "./selection/use-seat-selection.ts";
import { seatsHeld } from "./use-seat-store.ts";
import { type View, ViewSwitch } from "./view-switch.tsx";

const SeatList = lazy(() => import("#seat-map/seat-list.tsx"));
const LargeHall = lazy(() => import("#seat-map/sections/large-hall.tsx"));

/** A hall with more seats shows its sections first. */
const LARGE = 3000;

type Props = {
  layout: HallLayout;
  plan: Plan;
  store: SeatStore;
  hold: HoldState;
  selection: SeatSelection;
  paused: boolean;
};

export function HallView({ layout, plan, store, hold, selection, paused }: Props) {
  const { show, hall } = layout;
  const [view, setView] = useState<View>(() => getItem<View>("local", "seats-by") ?? "map");
  const Hall = plan.seatsById.size > LARGE ? LargeHall : SeatMap;
  const seats = { plan, store, currency: show.currency, onToggle: selection.toggle };
  const isFirstStep = show.seats_available > 0 && seatsHeld(hold, show.id).length === 0;
  const config = useConfig();
  const time = countdownInWords(config?.hold_seconds ?? 0);
  const hint = config ? t`A chosen seat is held for you for ${time}.` : "";
  const holdsElsewhere = hold.kind === "held" && hold.hold.showId !== show.id;

  function choose(next: View) {
    setView(next);
    setItem("local", "seats-by", next);
  }

  const tools = (
    <>
      {show.on_sale && !holdsElsewhere && (
        <PartySize showId={show.id} store={store} selection={selection} first={isFirstStep} />
      )}
      <ViewSwitch view={view} choose={choose} />
    </>
  );

  return (
    <div className={styles.view} data-view={view}>
      <LiveStatus paused={paused} />
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
