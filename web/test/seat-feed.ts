/** The live feed of show 7, told by the test over real HTTP answers. */

import { HttpResponse, http } from "msw";
import { fakeApi } from "./fake-api.ts";

type Seats = { id: number; status: string }[];

const encoder = new TextEncoder();

/** Answers every connection with the taken seats as they are then; `lines` counts connections. */
export class SeatFeed {
  lines = 0;
  taken: Seats = [{ id: 13, status: "BOOKED" }];
  #count = 1;
  #line: ReadableStreamDefaultController<Uint8Array> | null = null;

  constructor() {
    fakeApi.use(http.get("*/api/shows/7/events/", () => this.#answer()));
  }

  /** `skipped` events get lost before this one. */
  tell(seats: Seats, { skipped = 0, epoch = "e1" } = {}): void {
    this.#count += 1 + skipped;
    this.#send("seats", `${epoch}-${this.#count}`, { seats });
  }

  snapshot(): void {
    this.#send("snapshot", `e1-${this.#count}`, { seats: this.taken });
  }

  pause(): void {
    this.#line?.enqueue(encoder.encode("event: paused\ndata: {}\n\n"));
  }

  /** The line breaks, and no other is to be had. */
  goDown(): void {
    fakeApi.use(http.get("*/api/shows/7/events/", () => HttpResponse.error()));
    this.#line?.close();
  }

  comeBack(): void {
    fakeApi.use(http.get("*/api/shows/7/events/", () => this.#answer()));
  }

  #answer() {
    this.lines += 1;
    const body = new ReadableStream<Uint8Array>({
      start: (line) => {
        this.#line = line;
        this.snapshot();
      },
    });
    return new HttpResponse(body, { headers: { "Content-Type": "text/event-stream" } });
  }

  #send(event: string, id: string, data: unknown): void {
    this.#line?.enqueue(encoder.encode(`event: ${event}\nid: ${id}\ndata: ${JSON.stringify(data)}\n\n`));
  }
}
