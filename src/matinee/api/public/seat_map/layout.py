"""The JSON of the seat map, assembled from pieces that are cached in the process.

No cached piece can be stale: its cache key has everything that it is made of, and is read anew for each
request (decision 0018). The key of the seats has their prices and the edition of their plan, which changes
with every change of a seat.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

import orjson

from matinee.api.framework.reads import tag_of
from matinee.api.public.programme.json import hall_json, languages_of, screening_json
from matinee.api.public.seat_map.shapes import HallLayoutShape, PriceShape, SeatShape, TicketTypeShape
from matinee.booking.availability import Taken
from matinee.booking.seat_map import Screening, SeatMap
from matinee.core.bounded_cache import BoundedCache
from matinee.core.translations import known_language
from matinee.payments.providers import amount_for_form, online_provider_name
from matinee.pricing.models import TicketType
from matinee.pricing.queries import PriceList
from matinee.shows.rules import is_on_sale
from matinee.venues.models import Seat
from matinee.venues.queries import seats_of_plan

COUNTS = b'"seats_total":%d,"seats_available":%d'
FREE_ENDING = b'AVAILABLE"}'
Prices = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class SeatPieces:
    """The seats of a plan at one set of prices, each as the JSON of a free seat."""

    free: list[bytes]
    positions: dict[int, int]
    """The index in `free`, by the id of the seat."""
    in_service: frozenset[int]
    kinds: tuple[str, ...]
    """The types of the seats."""
    digest: bytes

    def __len__(self) -> int:
        return len(self.free)

    def merged(self, taken: Taken) -> bytes:
        """The JSON of all seats with their status."""
        pieces, mine = self.free.copy(), frozenset(taken.mine)
        for seat_ids, status in ((taken.booked, b"BOOKED"), (taken.locked, b"LOCKED")):
            for seat_id in seat_ids:
                position = self.positions[seat_id]
                ending = b'","mine":true}' if seat_id in mine else b'"}'
                pieces[position] = pieces[position][: -len(FREE_ENDING)] + status + ending
        return b",".join(pieces)

    def offered(self, seat_ids: Iterable[int]) -> int:
        """How many of these seats are in service."""
        return len(self.in_service.intersection(seat_ids))


pieces_cache: BoundedCache[tuple[int, int, UUID, Prices], SeatPieces] = BoundedCache(
    max_values=500, max_length=100_000
)
"""About 250 bytes a seat: at most 25 MB in each process."""


@dataclass(frozen=True)
class Layout:
    """A seat map that is not assembled yet: most clients have the current version and need no body."""

    head: bytes
    pieces: SeatPieces
    taken: Taken

    @property
    def tag(self) -> str:
        """A hash of everything that the body is made of."""
        taken = self.taken
        made_of = f"{taken.booked}{taken.locked}{taken.mine}".encode()
        return tag_of(self.head + self.pieces.digest + made_of)

    def body(self) -> bytes:
        """The JSON of a `HallLayoutShape`."""
        return b"%b%b]}" % (self.head, self.pieces.merged(self.taken))


def layout_of(read: SeatMap, language: str = "") -> Layout:
    """A show with every seat of its hall: position, all-in price at the default ticket type, and status."""
    show, prices = read.screening.show, read.screening.price_by_type
    key = (show.hall_id, show.plan_version, read.edition, prices)
    pieces = pieces_cache.get(key, lambda: _seat_pieces(show.hall_id, show.plan_version, dict(prices)))
    total = len(pieces.in_service)
    left = total - pieces.offered(read.taken.booked) - pieces.offered(read.taken.locked)
    known = known_language(language, _languages_of(read.screening)) if language else ""
    start, end = _head(
        read.screening, is_on_sale(show, read.now), pieces.kinds, online_provider_name(), known
    )
    return Layout(b"%b%b%b" % (start, COUNTS % (total, left), end), pieces, read.taken)


@lru_cache(maxsize=512)
def _head(
    screening: Screening, on_sale: bool, kinds: tuple[str, ...], provider: str | None, language: str
) -> tuple[bytes, bytes]:
    """The JSON before the seats, without the counts of seats: the part before them, and the part after."""
    show, prices = screening.show, screening.prices
    screening_part = screening_json(show, on_sale=on_sale, language=language)
    layout: HallLayoutShape = {
        "show": {**screening_part, "seats_total": 0, "seats_available": 0},
        "hall": hall_json(show.hall, show.plan_version),
        "ticket_types": [_ticket_type_json(one, prices, language) for one in prices.ticket_types],
        "seat_type_names": show.hall.venue.own_seat_types(language),
        "prices": {kind: _prices_json(prices, kind, provider) for kind in kinds},
        "seats": [],
    }
    # Strings cannot contain the counts, since JSON escapes their quotation marks.
    start, _, end = orjson.dumps(layout).partition(COUNTS % (0, 0))
    return start, end.removesuffix(b"]}")


@lru_cache(maxsize=512)
def _languages_of(screening: Screening) -> frozenset[str]:
    """The languages in which the head may differ from that in the base language."""
    return languages_of(screening.show).union(*(one.translations for one in screening.prices.ticket_types))


def _ticket_type_json(ticket_type: TicketType, prices: PriceList, language: str) -> TicketTypeShape:
    adjustment = prices.adjustment(ticket_type)
    return {
        "id": ticket_type.pk,
        "name": ticket_type.name_in(language),
        "adjustment": None if adjustment is None else prices.string(adjustment),
        "requires_proof": ticket_type.needs_proof,
        "minimum_age": ticket_type.minimum_age,
    }


def _prices_json(prices: PriceList, kind: str, provider: str | None) -> list[PriceShape]:
    found = []
    for ticket_type, price in prices.by_ticket_type(kind):
        one: PriceShape = {"ticket_type": ticket_type, "amount": prices.string(price)}
        provider_amount = amount_for_form(provider, price, prices.currency)
        if provider_amount is not None:
            one["provider_amount"] = provider_amount
        found.append(one)
    return found


def _seat_pieces(hall_id: int, plan_version: int, prices: dict[str, str]) -> SeatPieces:
    seats = seats_of_plan(hall_id=hall_id, plan_version=plan_version)
    free = [orjson.dumps(_free_seat_json(seat, prices)) for seat in seats]
    return SeatPieces(
        free=free,
        positions={seat.pk: position for position, seat in enumerate(seats)},
        in_service=frozenset(seat.pk for seat in seats if seat.in_service),
        kinds=tuple(sorted({seat.type for seat in seats})),
        digest=tag_of(b",".join(free)).encode(),
    )


def _free_seat_json(seat: Seat, prices: dict[str, str]) -> SeatShape:
    return {
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
