import { expect, it } from "vitest";
import { show, venue } from "#test/fake-api.ts";
import { nextShows } from "./next-shows.ts";

const NOW = Date.parse("2031-03-01T10:00:00Z");

const at = (id: number, startsAt: string, change = {}) => ({ ...show, id, starts_at: startsAt, ...change });

const ids = (shows: ReturnType<typeof at>[]) => nextShows(show, shows, NOW).map(({ id }) => id);

it("are the nearest three, later ones before earlier ones as near, in the order of time", () => {
  const shows = [
    at(1, "2031-03-03T20:15:00+01:00"),
    at(2, "2031-03-04T17:00:00+01:00"),
    at(3, "2031-03-06T20:15:00+01:00"),
    at(4, "2031-03-05T20:15:00+01:00"),
    at(5, "2031-03-07T20:15:00+01:00"),
    show,
  ];
  expect(ids(shows)).toEqual([1, 2, 4]);
});

it("are those of the same venue before nearer ones of other venues", () => {
  const elsewhere = { venue: { ...venue, id: 2 } };
  const shows = [
    at(1, "2031-03-04T18:00:00+01:00", elsewhere),
    at(2, "2031-03-02T20:15:00+01:00"),
    at(3, "2031-03-05T20:15:00+01:00"),
    at(4, "2031-03-09T20:15:00+01:00", elsewhere),
  ];
  expect(ids(shows)).toEqual([2, 1, 3]);
});

it("can be booked", () => {
  const shows = [
    at(1, "2031-02-28T20:15:00+01:00"),
    at(2, "2031-03-05T20:15:00+01:00", { on_sale: false }),
    at(3, "2031-03-06T20:15:00+01:00", { seats_available: 0 }),
  ];
  expect(ids(shows)).toEqual([]);
});
