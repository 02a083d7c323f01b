"""The seat map's body, put together from pieces that are kept in the process.

Nothing kept can be stale: each piece is kept under all that it was made of, and that is read anew each time
(decision 0018). The seats are kept under their prices and their plan's edition, which every change of a seat
renews.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

import orjson

from matinee.api.framework.cache import BoundedCache
from matinee.api.framework.reads import tag_of
from matinee.api.public.json import Json, hall_json, screening_json
from matinee.booking.availability import Taken
from matinee.booking.seat_map import Screening, SeatMap
from matinee.payments.providers import amount_for_form, online_provider_name
from matinee.pricing.queries import PriceList
from matinee.shows.rules import is_on_sale
from matinee.venues.queries import seats_of_plan

FREE_ENDING = b'AVAILABLE"}'
Prices = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class SeatPieces:
    """The seats of a plan at one set of prices, as JSON of free seats."""

    free: list[bytes]
    places: dict[int, int]
    """Where in the list a seat is, by its id."""
    in_service: frozenset[int]
    kinds: tuple[str, ...]
    """The types of its seats."""
    digest: bytes

    def __len__(self) -> int:
        return len(self.free)

    def merged(self, taken: Taken) -> bytes:
        """All seats, with who has what."""
        pieces, mine = self.free.copy(), frozenset(taken.mine)
        for seat_ids, status in ((taken.booked, b"BOOKED"), (taken.locked, b"LOCKED")):
            for seat_id in seat_ids:
                place = self.places[seat_id]
                ending = b'","mine":true}' if seat_id in mine else b'"}'
                pieces[place] = pieces[place][: -len(FREE_ENDING)] + status + ending
        return b",".join(pieces)

    def offered(self, seat_ids: Iterable[int]) -> int:
        """How many of these seats are in service."""
        return len(self.in_service.intersection(seat_ids))


kept_pieces: BoundedCache[tuple[int, int, UUID, Prices], SeatPieces] = BoundedCache(
    max_values=500, max_length=100_000
)
"""About 250 bytes a seat: 25 MB at most in each process."""


@dataclass(frozen=True)
class Layout:
    """A seat map that is not put together yet, since most who ask have it already."""

    head: bytes
    pieces: SeatPieces
    taken: Taken

    @property
    def tag(self) -> str:
        """A hash of all that makes the body."""
        taken = self.taken
        made_of = f"{taken.booked}{taken.locked}{taken.mine}".encode()
        return tag_of(self.head + self.pieces.digest + made_of)

    def body(self) -> bytes:
        """The JSON."""
        return b"%b%b]}" % (self.head, self.pieces.merged(self.taken))


def layout_of(read: SeatMap) -> Layout:
    """A show with every seat of its hall: place, all-in price at the default ticket type, and status."""
    show, prices = read.screening.show, read.screening.price_by_type
    key = (show.hall_id, show.plan_version, read.edition, prices)
    pieces = kept_pieces.get(key, lambda: _seat_pieces(show.hall_id, show.plan_version, dict(prices)))
    total = len(pieces.in_service)
    left = total - pieces.offered(read.taken.booked) - pieces.offered(read.taken.locked)
    start, end = _head(read.screening, is_on_sale(show, read.now), pieces.kinds, online_provider_name())
    return Layout(b'%b%d,"seats_available":%d%b' % (start, total, left, end), pieces, read.taken)


def taken_body(show_id: int, taken: Taken) -> bytes:
    """The seats that nobody else can have; the bearer's own are marked."""
    status = dict.fromkeys(taken.booked, "BOOKED") | dict.fromkeys(taken.locked, "LOCKED")
    mine = frozenset(taken.mine)
    seats = [
        {"id": seat_id, "status": status[seat_id], **({"mine": True} if seat_id in mine else {})}
        for seat_id in sorted(status)
    ]
    return orjson.dumps({"show_id": show_id, "seats": seats})


@lru_cache(maxsize=512)
def _head(
    screening: Screening, on_sale: bool, kinds: tuple[str, ...], provider: str | None
) -> tuple[bytes, bytes]:
    """What comes before the seats, around the number of seats of which a part is left."""
    show, prices = screening.show, screening.prices
    told: Json = {**screening_json(show, on_sale=on_sale), "seats_total": 0}
    rest: Json = {
        "hall": hall_json(show.hall, show.plan_version),
        "ticket_types": [
            {"id": one.pk, "name": one.name, "adjustment": prices.string(one.adjustment)}
            for one in prices.ticket_types
        ],
        "prices": {kind: _prices_json(prices, kind, provider) for kind in kinds},
        "seats": [],
    }
    start = b'{"show":' + orjson.dumps(told).removesuffix(b"0}")
    return start, b"}," + orjson.dumps(rest).removeprefix(b"{").removesuffix(b"]}")


def _prices_json(prices: PriceList, kind: str, provider: str | None) -> list[Json]:
    told = []
    for ticket_type, price in prices.by_ticket_type(kind):
        one: Json = {"ticket_type": ticket_type, "amount": prices.string(price)}
        form_amount = amount_for_form(provider, price, prices.currency)
        told.append(one if form_amount is None else {**one, "provider_amount": form_amount})
    return told


def _seat_pieces(hall_id: int, plan_version: int, prices: dict[str, str]) -> SeatPieces:
    seats = seats_of_plan(hall_id=hall_id, plan_version=plan_version)
    free = [
        orjson.dumps(
            {
                "id": seat.pk,
                "row": seat.row_letter,
                "number": seat.seat_number,
                "type": seat.type,
                "x": seat.x,
                "y": seat.y,
                "price": prices[seat.type],
                "in_service": seat.in_service,
                "status": "AVAILABLE",
            }
        )
        for seat in seats
    ]
    return SeatPieces(
        free=free,
        places={seat.pk: place for place, seat in enumerate(seats)},
        in_service=frozenset(seat.pk for seat in seats if seat.in_service),
        kinds=tuple(sorted({seat.type for seat in seats})),
        digest=tag_of(b",".join(free)).encode(),
    )
