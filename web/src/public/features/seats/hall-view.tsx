/** The seats to choose from: a map, the sections of a large hall before its map, or a list. */

import { t } from "@lingui/core/macro";
import { lazy, Suspense, useMemo, useState } from "react";
import { useConfig } from "#api/config.ts";
import type { HoldState } from "#api/hold.ts";
import type { HallLayout } from "#api/types.ts";
import { countdownInWords } from "#lib/countdown.ts";
import { getItem, setItem } from "#lib/storage.ts";
import styles from "#seat-map/hall.module.css";
import type { PlacedSeat, Plan } from "#seat-map/plan.ts";
import { SeatMap } from "#seat-map/seat-map.tsx";
import type { SeatStore } from "#seat-map/seat-store.ts";
import { PriceLine } from "#seat-map/seats/legend.tsx";
import { LiveStatus } from "./live-status.tsx";
import { PartySize } from "./selection/party-size.tsx";
import type { Party } from "./selection/use-party.ts";
import type { SeatSelection } from "./selection/use-seat-selection.ts";
import { SharedSeats } from "./shared-seats.tsx";
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
  party: Party;
  selection: SeatSelection;
  /** The seats that a shared link names. */
  shared: PlacedSeat[];
  paused: boolean;
  /** No seat is free: the seats are shown without controls. */
  soldOut: boolean;
};

export function HallView(props: Props) {
  const { layout, plan, store, hold, party, selection, shared, paused, soldOut } = props;
  const { show, hall } = layout;
  const [view, setView] = useState<View>(() => getItem<View>("local", "seats-by") ?? "map");
  const Hall = plan.seatsById.size > LARGE ? LargeHall : SeatMap;
  const seats = { plan, store, currency: show.currency, onToggle: selection.toggle };
  const sharedIds = useMemo(() => new Set(shared.map((seat) => seat.id)), [shared]);
  const isFirstStep = seatsHeld(hold, show.id).length === 0;
  const config = useConfig();
  const time = countdownInWords(config?.hold_seconds ?? 0);
  const held = config ? t`A chosen seat is held for you for ${time}.` : "";
  const hint = soldOut ? null : held;
  const holdsElsewhere = hold.kind === "held" && hold.hold.showId !== show.id;

  function choose(next: View) {
    setView(next);
    setItem("local", "seats-by", next);
  }

  const tools = soldOut ? null : (
    <>
      {!holdsElsewhere && (
        <PartySize showId={show.id} store={store} party={party} selection={selection} first={isFirstStep} />
      )}
      <ViewSwitch view={view} choose={choose} />
    </>
  );
  const inList = view === "list" && !soldOut;

  return (
    <div className={styles.view} data-view={inList ? "list" : "map"}>
      <LiveStatus paused={paused} />
      {!soldOut && <PriceLine plan={plan} currency={show.currency} />}
      {shared.length > 0 && <SharedSeats seats={shared} />}
      <Suspense
        fallback={
          <>
            <div className={styles.tools}>{tools}</div>
            <div className={`${styles.map} ${styles.waiting}`} aria-busy="true" />
          </>
        }
      >
        <Hall {...seats} shared={sharedIds} label={t`Seats of ${hall.name}`} hint={hint} tools={tools} />
      </Suspense>
      {inList && (
        <Suspense fallback={<div className={styles.waiting} aria-busy="true" />}>
          <SeatList {...seats} />
        </Suspense>
      )}
    </div>
  );
}
