/**
 * Who has which seat, outside React: a change re-draws the seats that changed and no other.
 * `mine` comes from the hold, `taken` from the server, `pending` from taps under way.
 */

import type { Seat, SeatStatus } from "#api/types.ts";

export type SeatState = "free" | "held" | "taken" | "mine" | "pending" | "out";

/** Of a seat on the map: `tabStop` where the Tab key enters. */
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

/** A seat of the layout, of the list of taken ones, or of the feed. */
type StatedSeat = { id: number; status: SeatStatus; mine?: boolean | undefined };

/** What the feed told at a moment of `performance.now()`: all taken seats, or those that changed. */
export type FeedEvent = { at: number; whole: boolean; seats: readonly StatedSeat[] };

/** Longer than an answer of the server's is under way. */
const EVENTS_KEPT_FOR = 30_000;

export class SeatStore {
  #states = new Map<number, SeatState>();
  #listeners = new Map<number, Set<Listener>>();
  #listenersOfAll = new Set<Listener>();
  #changes = 0;
  #outOfService: ReadonlySet<number>;
  #taken = new Map<number, SeatState>();
  #news: FeedEvent[] = [];
  #mine: ReadonlySet<number> = new Set();
  #pending = new Set<number>();
  #tabStop: number | null = null;

  constructor(seats: readonly Seat[]) {
    this.#outOfService = new Set(seats.filter((seat) => !seat.in_service).map((seat) => seat.id));
    this.#taken = takenStates(seats);
    for (const seat of seats) this.#states.set(seat.id, this.#judge(seat.id));
  }

  readonly get = (id: number): SeatState => this.#states.get(id) ?? "out";

  /** What a seat's drawing hangs on; the same object while it stays the same. */
  readonly look = (id: number): SeatView => VIEWS[this.get(id)][this.#tabStop === id ? "stop" : "other"];

  readonly subscribe = (id: number, listener: Listener): Listener => {
    const listeners = this.#listeners.get(id) ?? new Set();
    this.#listeners.set(id, listeners.add(listener));
    return () => listeners.delete(listener);
  };

  /** For what is counted over many seats. */
  readonly subscribeToAll = (listener: Listener): Listener => {
    this.#listenersOfAll.add(listener);
    return () => this.#listenersOfAll.delete(listener);
  };

  /** Rises with every change. */
  readonly changes = (): number => this.#changes;

  /**
   * The server's whole list of what isn't available. What the feed told since the list was asked for is newer.
   * Seats of the visitor's own hold are not others'.
   */
  setTaken(seats: readonly StatedSeat[], requestedAt = Number.POSITIVE_INFINITY): void {
    this.#taken = takenStates(seats);
    for (const news of this.#news) if (news.at >= requestedAt) this.#enter(news);
    this.#refresh(this.#states.keys());
  }

  /** The feed's news, oldest first. Returns the visitor's seats that are not in his hold any more by them. */
  hear(batch: readonly FeedEvent[]): number[] {
    for (const news of batch) this.#enter(news);
    const latest = batch.at(-1)?.at ?? 0;
    this.#news = [...this.#news, ...batch].filter((news) => news.at > latest - EVENTS_KEPT_FOR);
    const whole = batch.some((news) => news.whole);
    this.#refresh(whole ? this.#states.keys() : batch.flatMap((news) => news.seats.map((seat) => seat.id)));
    return [...this.#mine].filter((id) => this.#taken.get(id) !== "held" && touches(batch, id));
  }

  /** Seats that a refusal has just named, before the next list says so. */
  addTaken(ids: readonly number[]): void {
    for (const id of ids) this.#taken.set(id, "taken");
    this.#refresh(ids);
  }

  get mine(): number[] {
    return [...this.#mine];
  }

  /** Whether the feed has told that the visitor's seats are held, as it does after each hold. */
  get confirmed(): boolean {
    return [...this.#mine].every((id) => this.#taken.get(id) === "held");
  }

  setMine(ids: readonly number[]): void {
    const before = this.#mine;
    this.#mine = new Set(ids);
    // What was mine and is no longer goes free; if somebody has it meanwhile the next list says so.
    for (const id of before) if (!this.#mine.has(id)) this.#taken.delete(id);
    this.#refresh([...before, ...ids]);
  }

  setPending(ids: readonly number[], pending: boolean): void {
    for (const id of ids) pending ? this.#pending.add(id) : this.#pending.delete(id);
    this.#refresh(ids);
  }

  /** The one seat that the Tab key reaches. */
  setTabStop(id: number | null): void {
    const before = this.#tabStop;
    this.#tabStop = id;
    for (const changed of [before, id]) if (changed !== null) this.#tell(changed);
  }

  get tabStop(): number | null {
    return this.#tabStop;
  }

  #enter({ whole, seats }: FeedEvent): void {
    if (whole) this.#taken = takenStates(seats);
    else {
      for (const { id, status } of seats) {
        if (status === "AVAILABLE") this.#taken.delete(id);
        else this.#taken.set(id, STATE_OF[status]);
      }
    }
  }

  #judge(id: number): SeatState {
    if (this.#outOfService.has(id)) return "out";
    if (this.#pending.has(id)) return "pending";
    if (this.#mine.has(id)) return "mine";
    return this.#taken.get(id) ?? "free";
  }

  #refresh(ids: Iterable<number>): void {
    let changed = false;
    for (const id of ids) {
      const before = this.#states.get(id);
      const state = this.#judge(id);
      if (state === before || before === undefined) continue;
      changed = true;
      this.#states.set(id, state);
      this.#tell(id);
    }
    if (!changed) return;
    this.#changes += 1;
    for (const listener of this.#listenersOfAll) listener();
  }

  #tell(id: number): void {
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
  batch.some((news) => news.whole || news.seats.some((seat) => seat.id === id));
