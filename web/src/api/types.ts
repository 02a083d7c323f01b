/** The types of the API under the names that the app uses. */

import type { components, operations } from "./schema.gen.ts";

type Schemas = components["schemas"];

export type Venue = Schemas["Venue"];
export type Movie = Schemas["Movie"];
export type WholeMovie = Schemas["WholeMovie"];
export type ListedMovie = Schemas["ListedMovie"];
export type MovieQuery = NonNullable<operations["list_movies"]["parameters"]["query"]>;
export type AgeRating = Schemas["AgeRating"];
export type Show = Schemas["Show"];
export type ShowPage = Schemas["ShowPage"];
export type ShowQuery = NonNullable<operations["list_shows"]["parameters"]["query"]>;

export type Seat = Schemas["Seat"];
export type SeatType = Schemas["SeatType"];
export type SeatStatus = Schemas["SeatStatus"];
export type TicketType = Schemas["TicketType"];
export type Price = Schemas["Price"];
export type HallLayout = Schemas["HallLayout"];
export type TakenSeat = Schemas["TakenSeat"];
export type BestSeats = Schemas["BestSeats"];
export type SeatSuggestion = Schemas["SeatsTakenProblem"]["suggestions"][number];

export type HoldResponse = Schemas["Hold"];
export type CurrentHoldResponse = Schemas["CurrentHold"];
export type OrderSummary = Schemas["OrderSummary"];

export type BookingResponse = Schemas["Booking"];
export type PendingResponse = Schemas["Pending"];
export type BookingRequest = Schemas["BookSeatRequest"];

export type Order = Schemas["WholeOrder"];
export type OrderTicket = Schemas["OrderTicket"];
export type Refund = Schemas["Refund"];
export type PaymentState = Schemas["PaymentState"];
export type VenueTerms = Schemas["VenueTerms"];
export type LegalKind = Schemas["LegalKind"];
export type LegalPage = Schemas["LegalPage"];
export type Config = Schemas["Config"];
