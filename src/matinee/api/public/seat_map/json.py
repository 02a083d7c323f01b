"""The JSON of taken and proposed seats."""

from decimal import Decimal

from matinee.api.public.seat_map.shapes import AvailabilityShape, BestSeatsShape, TakenSeatShape
from matinee.booking.availability import Taken
from matinee.booking.best_seats.propose import Proposal
from matinee.pricing.queries import PriceList
from matinee.shows.models import Show


def availability_json(show_id: int, taken: Taken) -> AvailabilityShape:
    """The seats that nobody else can have; those of the bearer's hold are marked."""
    status = dict.fromkeys(taken.booked, "BOOKED") | dict.fromkeys(taken.locked, "LOCKED")
    mine = frozenset(taken.mine)
    return {
        "show_id": show_id,
        "seats": [_taken_seat_json(seat_id, status[seat_id], seat_id in mine) for seat_id in sorted(status)],
    }


def best_seats_json(show: Show, count: int, proposal: Proposal, prices: PriceList) -> BestSeatsShape:
    """The seats proposed to `count` people, and their prices at the default ticket type."""
    return {
        "show_id": show.pk,
        "count": count,
        "together": proposal.together,
        "seats": [
            {
                "id": place.id,
                "row": place.row,
                "number": place.number,
                "type": place.type,
                "price": prices.string(prices.price(place.type)),
            }
            for place in proposal.places
        ],
        "seat_ids": [place.id for place in proposal.places],
        "total": prices.string(sum((prices.price(place.type) for place in proposal.places), Decimal(0))),
        "currency": prices.currency,
    }


def _taken_seat_json(seat_id: int, status: str, is_mine: bool) -> TakenSeatShape:
    if is_mine:
        return {"id": seat_id, "status": status, "mine": True}
    return {"id": seat_id, "status": status}
