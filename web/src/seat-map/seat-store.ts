/**
 * The state of each seat, outside React. A change renders only the seats that changed. `mine` comes from the
 * hold, `taken` from the server, `pending` from requests in progress.
 */

import type { Seat, SeatStatus } from "#api/types.ts";

export type SeatState = "free" | "held" | "taken" | "mine" | "pending" | "out";

/** The state of a seat on the map. `tabStop`: the Tab key focuses this seat. */
export type SeatView = { state: SeatState; tabStop: boolean };

const viewsOf = (state: SeatState) => ({
  stop: { state, tabStop: true },
  other: { state, tabStop: false },
});

const VIEWS: Record<SeatState, { stop: SeatView; other: SeatView }> = {
  free: viewsOf("free"),
  held: viewsOf("held"),
  taken: viewsOf("taken"),
  mine: viewsOf("mine"),
  pending: viewsOf("pending"),
  out: viewsOf("out"),
};

type Listener = () => void;

/** A seat of the layout, of the list of taken seats, or of the feed. */
type StatedSeat = { id: number; status: SeatStatus; mine?: boolean | undefined };

/**
 * An event of the feed, received at `at` (`performance.now()`). `isSnapshot`: `seats` are all taken seats, else
 * those that changed.
 */
export type FeedEvent = { at: number; isSnapshot: boolean; seats: readonly StatedSeat[] };

/** Milliseconds. Longer than any request for the list of taken seats. */
const EVENTS_KEPT_FOR = 30_000;

export class SeatStore {
  #states = new Map<number, SeatState>();
  #listeners = new Map<number, Set<Listener>>();
  #listenersOfAll = new Set<Listener>();
  #changes = 0;
  #outOfService: ReadonlySet<number>;
  #taken = new Map<number, SeatState>();
  #events: FeedEvent[] = [];
  #mine: ReadonlySet<number> = new Set();
  #pending = new Set<number>();
  #tabStop: number | null = null;

  constructor(seats: readonly Seat[]) {
    this.#outOfService = new Set(seats.filter((seat) => !seat.in_service).map((seat) => seat.id));
    this.#taken = takenStates(seats);
    for (const seat of seats) this.#states.set(seat.id, this.#stateOf(seat.id));
  }

  readonly get = (id: number): SeatState => this.#states.get(id) ?? "out";

  /** Whether a seat is free, or may be: a request for it is in progress. */
  hasFree(): boolean {
    for (const state of this.#states.values()) if (state === "free" || state === "pending") return true;
    return false;
  }

  /** All that the drawing of a seat depends on. Returns the same object until it changes. */
  readonly view = (id: number): SeatView => VIEWS[this.get(id)][this.#tabStop === id ? "stop" : "other"];

  readonly subscribe = (id: number, listener: Listener): Listener => {
    const listeners = this.#listeners.get(id) ?? new Set();
    this.#listeners.set(id, listeners.add(listener));
    return () => listeners.delete(listener);
  };

  /** For components that depend on many seats. */
  readonly subscribeToAll = (listener: Listener): Listener => {
    this.#listenersOfAll.add(listener);
    return () => this.#listenersOfAll.delete(listener);
  };

  /** Increases with every change. */
  readonly changes = (): number => this.#changes;

  /**
   * Replaces the list of unavailable seats. Feed events received after `requestedAt` are newer and are
   * applied again. Seats of the visitor's own hold are not in the list.
   */
  setTaken(seats: readonly StatedSeat[], requestedAt = Number.POSITIVE_INFINITY): void {
    this.#taken = takenStates(seats);
    for (const event of this.#events) if (event.at >= requestedAt) this.#apply(event);
    this.#refresh(this.#states.keys());
  }

  /**
   * Applies feed events, oldest first. Returns the visitor's seats that are no longer held according to them.
   */
  applyEvents(batch: readonly FeedEvent[]): number[] {
    for (const event of batch) this.#apply(event);
    const latest = batch.at(-1)?.at ?? 0;
    this.#events = [...this.#events, ...batch].filter((event) => event.at > latest - EVENTS_KEPT_FOR);
    const isSnapshot = batch.some((event) => event.isSnapshot);
    this.#refresh(
      isSnapshot ? this.#states.keys() : batch.flatMap((event) => event.seats.map((seat) => seat.id)),
    );
    return [...this.#mine].filter((id) => this.#taken.get(id) !== "held" && touches(batch, id));
  }

  /** Marks seats as taken that an error of the API has named. */
  addTaken(ids: readonly number[]): void {
    for (const id of ids) this.#taken.set(id, "taken");
    this.#refresh(ids);
  }

  get mine(): number[] {
    return [...this.#mine];
  }

  /** Whether the feed has confirmed the visitor's hold. */
  get confirmed(): boolean {
    return [...this.#mine].every((id) => this.#taken.get(id) === "held");
  }

  setMine(ids: readonly number[]): void {
    const before = this.#mine;
    this.#mine = new Set(ids);
    // A released seat becomes free. If another visitor has it, the next list says so.
    for (const id of before) if (!this.#mine.has(id)) this.#taken.delete(id);
    this.#refresh([...before, ...ids]);
  }

  setPending(ids: readonly number[], pending: boolean): void {
    for (const id of ids) pending ? this.#pending.add(id) : this.#pending.delete(id);
    this.#refresh(ids);
  }

  /** The seat that the Tab key focuses. */
  setTabStop(id: number | null): void {
    const before = this.#tabStop;
    this.#tabStop = id;
    for (const changed of [before, id]) if (changed !== null) this.#notify(changed);
  }

  get tabStop(): number | null {
    return this.#tabStop;
  }

  #apply({ isSnapshot, seats }: FeedEvent): void {
    if (isSnapshot) this.#taken = takenStates(seats);
    else {
      for (const { id, status } of seats) {
        if (status === "AVAILABLE") this.#taken.delete(id);
        else this.#taken.set(id, STATE_OF[status]);
      }
    }
  }

  #stateOf(id: number): SeatState {
    if (this.#outOfService.has(id)) return "out";
    if (this.#pending.has(id)) return "pending";
    if (this.#mine.has(id)) return "mine";
    return this.#taken.get(id) ?? "free";
  }

  #refresh(ids: Iterable<number>): void {
    let changed = false;
    for (const id of ids) {
      const before = this.#states.get(id);
      const state = this.#stateOf(id);
      if (state === before || before === undefined) continue;
      changed = true;
      this.#states.set(id, state);
      this.#notify(id);
    }
    if (!changed) return;
    this.#changes += 1;
    for (const listener of this.#listenersOfAll) listener();
  }

  #notify(id: number): void {
    for (const listener of this.#listeners.get(id) ?? []) listener();
  }
}

const STATE_OF = { LOCKED: "held", BOOKED: "taken" } as const;

function takenStates(seats: readonly StatedSeat[]): Map<number, SeatState> {
  const states = new Map<number, SeatState>();
  for (const { id, status, mine } of seats)
    if (status !== "AVAILABLE" && !mine) states.set(id, STATE_OF[status]);
  return states;
}

const touches = (batch: readonly FeedEvent[], id: number) =>
  batch.some((event) => event.isSnapshot || event.seats.some((seat) => seat.id === id));
