/**
 * A show's seats as they change, by server-sent events. Every connection begins with a snapshot,
 * so nothing is remembered from one to the next. Closed while nobody sees the page.
 */

import { compareEvents, type EventId, reconnectDelay, versionOf } from "./event-id.ts";
import type { SeatStatus } from "./types.ts";

export type SeatChange = { id: number; status: SeatStatus };

export type FeedListener = {
  /** All seats that aren't available. */
  snapshot: (taken: SeatChange[]) => void;
  changes: (seats: SeatChange[]) => void;
  /** Something was missed: ask for the whole list. */
  gap: () => void;
  /** Whether the news come; said when it is known, and when it changes. */
  up: (up: boolean) => void;
};

/** How long the line may be down before anybody is told. */
const GRACE = 2000;

class Line {
  readonly #address: string;
  readonly #listener: FeedListener;
  #source: EventSource | null = null;
  #version: EventId | null = null;
  #up: boolean | null = null;
  #failures = 0;
  #again = 0;
  #grace = 0;

  constructor(showId: number, listener: FeedListener) {
    this.#address = `/api/shows/${showId}/events/`;
    this.#listener = listener;
  }

  readonly open = (): void => {
    this.#hangUp();
    const source = new EventSource(this.#address);
    this.#source = source;
    source.addEventListener("snapshot", (event) => this.#hear(event, true));
    source.addEventListener("seats", (event) => this.#hear(event, false));
    source.addEventListener("paused", () => this.#say(false));
    source.addEventListener("error", () => this.#lost());
    this.#expect();
  };

  close(): void {
    this.#hangUp();
    this.#beContent();
  }

  #hear(event: MessageEvent<string>, whole: boolean): void {
    const version = versionOf(event.lastEventId);
    const { seats } = JSON.parse(event.data) as { seats: SeatChange[] };
    if (whole) {
      this.#version = version;
      this.#failures = 0;
      this.#listener.snapshot(seats);
      this.#say(true);
      return;
    }
    const standing = compareEvents(this.#version, version);
    if (standing === "old") return;
    this.#version = version;
    this.#listener.changes(seats);
    if (standing === "gap") this.#listener.gap();
  }

  #lost(): void {
    this.#hangUp();
    this.#again = window.setTimeout(this.open, reconnectDelay(this.#failures++));
    this.#expect();
  }

  #hangUp(): void {
    this.#source?.close();
    this.#source = null;
    clearTimeout(this.#again);
  }

  /** Waits for a snapshot. Trying again meanwhile lengthens no patience. */
  #expect(): void {
    this.#grace ||= window.setTimeout(() => this.#say(false), GRACE);
  }

  #beContent(): void {
    clearTimeout(this.#grace);
    this.#grace = 0;
  }

  #say(up: boolean): void {
    this.#beContent();
    if (up === this.#up) return;
    this.#up = up;
    this.#listener.up(up);
  }
}

/** Follows a show until the function that is returned is called. */
export function followShow(showId: number, listener: FeedListener): () => void {
  const line = new Line(showId, listener);
  const look = () => (document.hidden ? line.close() : line.open());
  look();
  document.addEventListener("visibilitychange", look);
  addEventListener("online", look);
  return () => {
    line.close();
    document.removeEventListener("visibilitychange", look);
    removeEventListener("online", look);
  };
}
