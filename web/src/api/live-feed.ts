/**
 * The seats of a show by server-sent events. Each connection starts with a snapshot, so no state is kept
 * between connections. The connection is closed while the page is hidden.
 */

import { compareEvents, type EventId, parseEventId, reconnectDelay } from "./event-id.ts";
import type { SeatStatus } from "./types.ts";

export type SeatChange = { id: number; status: SeatStatus };

export type FeedListener = {
  /** All unavailable seats. */
  snapshot: (taken: SeatChange[]) => void;
  changes: (seats: SeatChange[]) => void;
  /** Events were missed: reload the whole list. */
  gap: () => void;
  /** Whether the feed is up. Called when it is known first, and on each change. */
  up: (up: boolean) => void;
};

/** Milliseconds without a connection before the feed counts as down. */
const GRACE = 2000;

class Connection {
  readonly #address: string;
  readonly #listener: FeedListener;
  #source: EventSource | null = null;
  #lastId: EventId | null = null;
  #up: boolean | null = null;
  #failures = 0;
  #reconnectTimer = 0;
  #grace = 0;

  constructor(showId: number, listener: FeedListener) {
    this.#address = `/api/shows/${showId}/events/`;
    this.#listener = listener;
  }

  readonly open = (): void => {
    this.#disconnect();
    const source = new EventSource(this.#address);
    this.#source = source;
    source.addEventListener("snapshot", (event) => this.#receive(event, true));
    source.addEventListener("seats", (event) => this.#receive(event, false));
    source.addEventListener("paused", () => this.#report(false));
    source.addEventListener("error", () => this.#reconnect());
    this.#startGracePeriod();
  };

  close(): void {
    this.#disconnect();
    this.#endGracePeriod();
  }

  #receive(event: MessageEvent<string>, isSnapshot: boolean): void {
    const id = parseEventId(event.lastEventId);
    const { seats } = JSON.parse(event.data) as { seats: SeatChange[] };
    if (isSnapshot) {
      this.#lastId = id;
      this.#failures = 0;
      this.#listener.snapshot(seats);
      this.#report(true);
      return;
    }
    const order = compareEvents(this.#lastId, id);
    if (order === "old") return;
    this.#lastId = id;
    this.#listener.changes(seats);
    if (order === "gap") this.#listener.gap();
  }

  #reconnect(): void {
    this.#disconnect();
    this.#reconnectTimer = window.setTimeout(this.open, reconnectDelay(this.#failures++));
    this.#startGracePeriod();
  }

  #disconnect(): void {
    this.#source?.close();
    this.#source = null;
    clearTimeout(this.#reconnectTimer);
  }

  /** Waits for a snapshot. A reconnect during the grace period does not restart it. */
  #startGracePeriod(): void {
    this.#grace ||= window.setTimeout(() => this.#report(false), GRACE);
  }

  #endGracePeriod(): void {
    clearTimeout(this.#grace);
    this.#grace = 0;
  }

  #report(up: boolean): void {
    this.#endGracePeriod();
    if (up === this.#up) return;
    this.#up = up;
    this.#listener.up(up);
  }
}

/** Follows a show. Returns a function that stops following. */
export function followShow(showId: number, listener: FeedListener): () => void {
  const connection = new Connection(showId, listener);
  const update = () => (document.hidden ? connection.close() : connection.open());
  update();
  document.addEventListener("visibilitychange", update);
  addEventListener("online", update);
  return () => {
    connection.close();
    document.removeEventListener("visibilitychange", update);
    removeEventListener("online", update);
  };
}
