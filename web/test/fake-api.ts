/** A fake API for the tests of pages: one venue, and one hall with two rows. */

import { HttpResponse, http } from "msw";
import { setupServer } from "msw/node";
import type {
  AgeRating,
  Config,
  HallLayout,
  HoldResponse,
  Movie,
  Order,
  OrderTicket,
  Seat,
  Show,
  Venue,
  VenueTerms,
  WholeMovie,
} from "#api/types.ts";

export const venue: Venue = {
  id: 1,
  name: "Odeon",
  address: "Market 1",
  city: "Ghent",
  country: "BE",
  region: "",
  timezone: "Europe/Brussels",
  currency: "EUR",
  day_starts_at: "05:00:00",
};

export const movie: Movie = {
  id: 3,
  title: "The Long Afternoon",
  base_title: "The Long Afternoon",
  original_title: "De lange namiddag",
  duration_minutes: 118,
  genre: "Drama",
  base_genre: "Drama",
  rating: "12",
  director: "Ada Peeters",
  release_year: 2029,
  original_language: "nl",
  poster_url: "",
};

export const ageRating: AgeRating = {
  country: "BE",
  system: "Kijkwijzer",
  label: "12",
  minimum_age: 0,
  rule: "Recommended for ages 12 and over.",
};

export const wholeMovie: WholeMovie = {
  ...movie,
  synopsis: "A house by the sea.\nA letter.",
  cast: ["Jan Maes", "Lies Peeters"],
  trailer_url: "https://example.org/trailer",
  audio_description: ["nl"],
  captions: ["nl", "fr"],
  age_ratings: [ageRating],
};

export const show: Show = {
  id: 7,
  starts_at: "2031-03-04T20:15:00+01:00",
  feature_starts_at: "2031-03-04T20:30:00+01:00",
  ends_at: "2031-03-04T22:30:00+01:00",
  status: "SCHEDULED",
  sales_open_at: "2026-01-01T00:00:00Z",
  sales_close_at: "2031-03-04T20:30:00+01:00",
  on_sale: true,
  price: "11.00",
  currency: "EUR",
  format: "2D",
  base_format: "2D",
  audio_language: "nl",
  subtitle_language: "",
  age_rating: ageRating,
  movie,
  hall: { id: 5, name: "Hall 2" },
  venue,
  seats_total: 8,
  seats_available: 7,
} as Show;

function seat(id: number, row: string, number: number, change: Partial<Seat> = {}): Seat {
  const x = number + (number > 2 ? 1 : 0) - 0.5;
  const y = row === "A" ? 0.5 : 1.5;
  const plain = { type: "standard", price: "11.00", in_service: true, status: "AVAILABLE" } as const;
  return { id, row, number, x, y, ...plain, ...change } as Seat;
}

/** Row A: 1 2 · 3 4; row B: 1 2 · 3 4 (B1 premium, A3 taken). */
export const seats: Seat[] = [
  seat(11, "A", 1),
  seat(12, "A", 2),
  seat(13, "A", 3, { status: "BOOKED" }),
  seat(14, "A", 4),
  seat(21, "B", 1, { type: "premium", price: "14.00" }),
  seat(22, "B", 2),
  seat(23, "B", 3),
  seat(24, "B", 4),
];

export const layout = {
  show,
  hall: { id: 5, name: "Hall 2", rows: 2, seats_per_row: 4, capacity: 8, plan_version: 1 },
  ticket_types: [
    { id: 1, name: "Adult", adjustment: "0.00", requires_proof: false, minimum_age: null },
    { id: 2, name: "Child", adjustment: "-3.00", requires_proof: false, minimum_age: null },
  ],
  seat_type_names: {},
  prices: {
    standard: [
      { ticket_type: 1, amount: "11.00" },
      { ticket_type: 2, amount: "8.00" },
    ],
    premium: [
      { ticket_type: 1, amount: "14.00" },
      { ticket_type: 2, amount: "11.00" },
    ],
  },
  seats,
} as HallLayout;

export function holdOf(seatIds: number[]): HoldResponse {
  const now = Date.now();
  return {
    hold_token: "token",
    show_id: show.id,
    seat_ids: seatIds,
    status: "LOCKED",
    locked_until: new Date(now + 300_000).toISOString(),
    expires_in: 300,
    server_time: new Date(now).toISOString(),
    extensions_left: 10,
    total: "11.00",
    currency: "EUR",
  } as HoldResponse;
}

export function ticketOf(id: number, number: number, change: Partial<OrderTicket> = {}): OrderTicket {
  return {
    id,
    seat_id: id,
    row: "A",
    number,
    ticket_type: 1,
    ticket_type_name: "Adult",
    price: "11.00",
    code: "AEAAAAAAB3XJ",
    short_code: "4F7KXW9PQ2ML",
    status: "VALID",
    requires_proof: false,
    minimum_age: null,
    ...change,
  };
}

/** The paid order of A1 and A2. */
export function orderOf(change: Partial<Order> = {}): Order {
  const line = { kind: "ticket", row: "A", ticket_type: 1, ticket_type_name: "Adult" } as const;
  const amounts = { net: "10.28", tax_rate: "7.00", tax: "0.72", gross: "11.00" };
  return {
    reference: "MT-4F7K",
    secret: "s3cret",
    status: "PAID",
    total: "22.00",
    currency: "EUR",
    created_at: "2031-03-01T10:00:00Z",
    paid_at: "2031-03-01T10:00:01Z",
    show,
    lines: [
      { ...line, ...amounts, seat_id: 11, number: 1 },
      { ...line, ...amounts, seat_id: 12, number: 2 },
    ],
    tickets: [ticketOf(11, 1), ticketOf(12, 2, { short_code: "QQQQWWWWEEEE" })],
    refundable_until: "2031-03-04T19:15:00Z",
    receipt: { number: 17, seller_name: "Odeon Ltd", seller_tax_number: "BE 1" },
    refunds: [],
    owed: "0.00",
    payment: null,
    ...change,
  };
}

export function problem(status: number, code: string, data: Record<string, unknown> = {}) {
  return HttpResponse.json(
    { type: "about:blank", title: code, status, code, ...data },
    { status, headers: { "Content-Type": "application/problem+json" } },
  );
}

export const config: Config = {
  payment_provider: "demo",
  stripe_publishable_key: null,
  hold_seconds: 300,
  max_seats_per_hold: 10,
  server_time: "2031-03-01T10:00:00Z",
};

export const terms: VenueTerms = {
  refundable_until_minutes: 60,
  legal_pages: [
    { kind: "imprint", language: "en", url: "/legal/1/imprint" },
    { kind: "privacy", language: "en", url: "https://odeon.example/privacy" },
  ],
};

export const fakeApi = setupServer(
  http.get("*/api/venues/:venue/terms/", () => HttpResponse.json(terms)),
  http.get("*/api/config/", () => HttpResponse.json(config)),
  http.get("*/api/venues/", () => HttpResponse.json({ next: null, previous: null, results: [venue] })),
  http.get("*/api/shows/", () => HttpResponse.json({ next: null, previous: null, results: [show] })),
  http.get("*/api/movies/", () => HttpResponse.json({ next: null, previous: null, results: [] })),
  http.get("*/api/movies/3/", () => HttpResponse.json(wholeMovie)),
  http.get("*/api/hall-layout/7/", () => HttpResponse.json(layout)),
  http.get("*/api/shows/7/events/", () => problem(503, "busy")),
  http.get("*/api/hall-layout/7/availability/", () =>
    HttpResponse.json({ show_id: 7, seats: [{ id: 13, status: "BOOKED" }] }),
  ),
);
