/** A fake live feed of show 7: real HTTP responses, whose events the test sends. */

import { HttpResponse, http } from "msw";
import { fakeApi } from "./fake-api.ts";

type Seats = { id: number; status: string }[];

const encoder = new TextEncoder();

/** Responds to each connection with the current taken seats. `connections` counts the connections. */
export class SeatFeed {
  connections = 0;
  taken: Seats = [{ id: 13, status: "BOOKED" }];
  #count = 1;
  #controller: ReadableStreamDefaultController<Uint8Array> | null = null;

  constructor() {
    fakeApi.use(http.get("*/api/shows/7/events/", () => this.#respond()));
  }

  /** `skipped` events are missing before this one. */
  send(seats: Seats, { skipped = 0, epoch = "e1" } = {}): void {
    this.#count += 1 + skipped;
    this.#send("seats", `${epoch}-${this.#count}`, { seats });
  }

  snapshot(): void {
    this.#send("snapshot", `e1-${this.#count}`, { seats: this.taken });
  }

  pause(): void {
    this.#controller?.enqueue(encoder.encode("event: paused\ndata: {}\n\n"));
  }

  /** Closes the connection and rejects new ones. */
  disconnect(): void {
    fakeApi.use(http.get("*/api/shows/7/events/", () => HttpResponse.error()));
    this.#controller?.close();
  }

  reconnect(): void {
    fakeApi.use(http.get("*/api/shows/7/events/", () => this.#respond()));
  }

  #respond() {
    this.connections += 1;
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => {
        this.#controller = controller;
        this.snapshot();
      },
    });
    return new HttpResponse(body, { headers: { "Content-Type": "text/event-stream" } });
  }

  #send(event: string, id: string, data: unknown): void {
    this.#controller?.enqueue(
      encoder.encode(`event: ${event}\nid: ${id}\ndata: ${JSON.stringify(data)}\n\n`),
    );
  }
}
