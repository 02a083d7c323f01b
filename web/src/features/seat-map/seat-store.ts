/**
 * Who has which seat, outside React: a change re-draws the seats that changed and no other.
 * `mine` comes from the hold, `taken` from the server's list, `pending` from taps under way.
 */

import type { Seat, TakenSeat } from "#api/types.ts";

export type SeatState = "free" | "held" | "taken" | "mine" | "pending" | "out";

type Listener = () => void;

/** A seat of the layout, or of the list of taken ones. */
type StatedSeat = Pick<Seat, "id" | "status" | "mine"> | TakenSeat;

export class SeatStore {
  #states = new Map<number, SeatState>();
  #listeners = new Map<number, Set<Listener>>();
  #outOfService: ReadonlySet<number>;
  #taken = new Map<number, SeatState>();
  #mine: ReadonlySet<number> = new Set();
  #pending = new Set<number>();
  #tabStop: number | null = null;

  constructor(seats: readonly Seat[]) {
    this.#outOfService = new Set(seats.filter((seat) => !seat.in_service).map((seat) => seat.id));
    this.#taken = takenStates(seats);
    for (const seat of seats) this.#states.set(seat.id, this.#judge(seat.id));
  }

  readonly get = (id: number): SeatState => this.#states.get(id) ?? "out";

  readonly isTabStop = (id: number): boolean => this.#tabStop === id;

  readonly subscribe = (id: number, listener: Listener): Listener => {
    const listeners = this.#listeners.get(id) ?? new Set();
    this.#listeners.set(id, listeners.add(listener));
    return () => listeners.delete(listener);
  };

  /** The server's whole list of what isn't available. Seats of the visitor's own hold are not others'. */
  setTaken(seats: readonly TakenSeat[]): void {
    this.#taken = takenStates(seats);
    this.#refresh();
  }

  /** Seats that a refusal has just named, before the next list says so. */
  addTaken(ids: readonly number[]): void {
    for (const id of ids) this.#taken.set(id, "taken");
    this.#refresh();
  }

  setMine(ids: readonly number[]): void {
    // What was mine and is no longer goes free; if it was sold meanwhile the next list says so.
    this.#mine = new Set(ids);
    this.#refresh();
  }

  setPending(ids: readonly number[], pending: boolean): void {
    for (const id of ids) pending ? this.#pending.add(id) : this.#pending.delete(id);
    this.#refresh();
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

  #judge(id: number): SeatState {
    if (this.#outOfService.has(id)) return "out";
    if (this.#pending.has(id)) return "pending";
    if (this.#mine.has(id)) return "mine";
    return this.#taken.get(id) ?? "free";
  }

  #refresh(): void {
    for (const [id, before] of this.#states) {
      const state = this.#judge(id);
      if (state === before) continue;
      this.#states.set(id, state);
      this.#tell(id);
    }
  }

  #tell(id: number): void {
    for (const listener of this.#listeners.get(id) ?? []) listener();
  }
}

function takenStates(seats: readonly StatedSeat[]): Map<number, SeatState> {
  const others = seats.filter((seat) => seat.status !== "AVAILABLE" && !seat.mine);
  return new Map(others.map((seat) => [seat.id, seat.status === "BOOKED" ? "taken" : "held"]));
}
