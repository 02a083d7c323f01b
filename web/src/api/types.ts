/** The shapes of the HTTP contract that the screens use. */

export type SeatStatus = "AVAILABLE" | "LOCKED" | "BOOKED";
export type SeatType = "standard" | "premium" | "wheelchair" | "companion" | "sofa";

export type Venue = {
  id: number;
  name: string;
  address: string;
  city: string;
  timezone: string;
  currency?: string;
  day_starts_at?: string;
};

export type Movie = {
  id: number;
  title: string;
  duration_minutes: number;
  genre: string;
  rating: string;
};

export type Show = {
  id: number;
  starts_at: string;
  feature_starts_at: string;
  ends_at: string;
  status: "SCHEDULED" | "CANCELLED";
  sales_open_at: string | null;
  sales_close_at: string | null;
  on_sale: boolean;
  price: string;
  currency: string;
  format: string;
  audio_language: string;
  subtitle_language: string;
  movie: Movie;
  hall: { id: number; name: string };
  venue: Venue;
  seats_total: number;
  seats_available: number;
};

export type ShowPage = { next: string | null; previous: string | null; results: Show[] };

export type SeatSuggestion = { id: number; row: string; number: number };

export type Seat = {
  id: number;
  row: string;
  number: number;
  type: SeatType;
  x: number;
  y: number;
  price: string;
  in_service: boolean;
  status: SeatStatus;
  mine?: boolean;
};

export type TicketType = { id: number; name: string; adjustment: string };

export type HallLayout = {
  show: Show;
  hall: {
    id: number;
    name: string;
    rows: number;
    seats_per_row: number;
    capacity: number;
    plan_version: number;
  };
  ticket_types: TicketType[];
  seats: Seat[];
};

export type TakenSeat = { id: number; status: SeatStatus; mine?: boolean };
export type Availability = { show_id: number; seats: TakenSeat[] };

export type OrderSummary = { reference: string; secret: string; total: string; currency: string };

export type HoldAnswer = {
  hold_token: string;
  show_id: number;
  seat_ids: number[];
  status: "LOCKED" | "BOOKED";
  locked_until: string | null;
  expires_in: number;
  server_time: string;
  extensions_left: number;
  total: string;
  currency: string;
};

export type CurrentHoldAnswer = HoldAnswer & { frozen: boolean; order: OrderSummary | null };

export type Ticket = {
  seat_id: number;
  row: string;
  number: number;
  ticket_type: number | null;
  ticket_type_name: string;
  price: string;
  code: string;
};

export type BookingAnswer = { status: "BOOKED"; order: OrderSummary; tickets: Ticket[] };

export type BookingRequest = {
  hold_token: string;
  seat_ids: number[];
  total: string;
  tickets: { seat_id: number; ticket_type: number }[];
  customer?: { name?: string; email?: string };
};

type Json<T> = { content: { "application/json": T } };
type Token = { "X-Hold-Token"?: string };
type Get<Parameters, Answer> = { get: { parameters: Parameters; responses: { 200: Json<Answer> } } };
type Post<Body, Answer, Status extends number = 200> = {
  post: {
    parameters: { header?: { "Idempotency-Key"?: string } };
    requestBody: Json<Body>;
    responses: Record<Status, Json<Answer>>;
  };
};
export type ShowQuery = { date?: string; venue?: number; page_size?: number; cursor?: string };

export interface paths {
  "/api/venues/": Get<{ query?: never }, { results: Venue[] }>;
  "/api/shows/": Get<{ query?: ShowQuery }, ShowPage>;
  "/api/hall-layout/{show_id}/": Get<{ path: { show_id: number }; header?: Token }, HallLayout>;
  "/api/hall-layout/{show_id}/availability/": Get<
    { path: { show_id: number }; header?: Token & { "If-None-Match"?: string } },
    Availability
  >;
  "/api/holds/current/": Get<{ header?: Token }, CurrentHoldAnswer>;
  "/api/lock-seat/": Post<{ show_id: number; seat_ids: number[]; hold_token?: string }, HoldAnswer, 201>;
  "/api/release-lock/": Post<{ hold_token: string; seat_ids?: number[] }, { released: number[] }>;
  "/api/extend-lock/": Post<{ hold_token: string }, HoldAnswer>;
  "/api/book-seat/": Post<BookingRequest, BookingAnswer, 201>;
}
