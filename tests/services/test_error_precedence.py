"""Error precedence: the fast hold and the plain transaction raise the same error (B3–B6, B12, B13, B15)."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import chain, combinations

import pytest
from django.conf import LazySettings
from django.db.models import F, Model, QuerySet

from matinee.booking.models import Booking
from matinee.booking.rules import Hold
from matinee.booking.services import hold_seats
from matinee.core.problems import Problem
from matinee.shows.models import Show, ShowStatus
from matinee.venues.models import Seat
from tests.cinema import Cinema, make_cinema

pytestmark = pytest.mark.django_db

SLOW = pytest.mark.faults
MOST = 5
CLIENT, ANOTHER = 7, 8
LONG_AGO = timedelta(days=2)


@dataclass
class Request:
    """A request for the free seats `A1` and `A2`; causes of errors modify it."""

    cinema: Cinema
    names: list[str] = field(default_factory=lambda: ["A1", "A2"])
    key: str | None = None
    client: int | None = None
    hold: Hold | None = None

    def send(self) -> Hold:
        return hold_seats(
            show_id=self.cinema.show.pk,
            seat_ids=self.cinema.ids(*self.names),
            token=self.hold.token if self.hold else None,
            idempotency_key=self.key,
            client=self.client,
        )


def joins_a_hold(request: Request) -> None:
    """Add the two seats to a hold of three, which is allowed."""
    seat_ids = request.cinema.ids("B1", "B2", "B3")
    request.hold = hold_seats(show_id=request.cinema.show.pk, seat_ids=seat_ids, client=request.client)


def too_many(request: Request) -> None:
    """Request one seat more than a hold may have."""
    if request.hold is None:
        request.names += ["A3", "A4", "A5", "A6"]
    else:
        request.names += ["A3"]


def taken(request: Request) -> None:
    hold_seats(show_id=request.cinema.show.pk, seat_ids=request.cinema.ids("A2"), client=ANOTHER)


def out_of_service(request: Request) -> None:
    Seat.objects.filter(pk__in=request.cinema.ids("A1")).update(in_service=False)


def cancelled(request: Request) -> None:
    Show.objects.filter(pk=request.cinema.show.pk).update(status=ShowStatus.CANCELLED)


def not_on_sale_yet(request: Request) -> None:
    later = request.cinema.show.starts_at - timedelta(hours=1)
    Show.objects.filter(pk=request.cinema.show.pk).update(sales_open_at=later)


def sales_over(request: Request) -> None:
    earlier = F("sales_open_at") + timedelta(minutes=1)
    Show.objects.filter(pk=request.cinema.show.pk).update(sales_close_at=earlier)


def too_many_held(request: Request) -> None:
    """The client holds as many seats as it may."""
    request.client = CLIENT
    show_id = request.cinema.show.pk
    for names in (("C1", "C2", "C3", "C4", "C5"), ("D1", "D2", "D3")):
        hold_seats(show_id=show_id, seat_ids=request.cinema.ids(*names), client=CLIENT)


def key_reused(request: Request) -> None:
    """The key was used for another seat of the show."""
    request.key = f"a-key-of-show-{request.cinema.show.pk}"
    seat_ids = request.cinema.ids("E9")
    hold_seats(show_id=request.cinema.show.pk, seat_ids=seat_ids, idempotency_key=request.key, client=ANOTHER)


def own_rows(request: Request) -> QuerySet[Booking]:
    assert request.hold
    return Booking.objects.filter(hold_id=request.hold.hold_id)


def frozen(request: Request) -> None:
    own_rows(request).update(frozen=True, frozen_at=F("hold_started_at"))


def expired(request: Request) -> None:
    own_rows(request).update(locked_until=F("locked_until") - LONG_AGO)


def booked(request: Request) -> None:
    own_rows(request).update(status="BOOKED", locked_until=None)


Cause = Callable[[Request], None]
CAUSES_FOR_A_NEW_HOLD: list[Cause] = [
    too_many_held,
    key_reused,
    too_many,
    taken,
    out_of_service,
    cancelled,
    not_on_sale_yet,
    sales_over,
]
CAUSES_FOR_AN_ADDITION: list[Cause] = [*CAUSES_FOR_A_NEW_HOLD, frozen, expired, booked]
EXCLUDE_EACH_OTHER = [{not_on_sale_yet, sales_over}, {expired, booked}]


def sets_of(causes: list[Cause], sizes: range) -> list[tuple[Cause, ...]]:
    """Return every combination of these sizes that can apply together, in set-up order."""
    found = chain.from_iterable(combinations(causes, size) for size in sizes)
    return [one for one in found if not any(pair <= set(one) for pair in EXCLUDE_EACH_OTHER)]


def name_of(case: object) -> str:
    if isinstance(case, str):
        return case
    assert isinstance(case, tuple)
    return "+".join(cause.__name__ for cause in case)


CASES = [
    *[("new", causes) for causes in sets_of(CAUSES_FOR_A_NEW_HOLD, range(1, 4))],
    *[("grows", causes) for causes in sets_of(CAUSES_FOR_AN_ADDITION, range(1, 4))],
]
PARAMS = [
    pytest.param(*case, marks=SLOW if len(case[1]) == 3 else (), id="-".join(map(name_of, case)))
    for case in CASES
]
"""`make test` runs every pair of causes, `make faults` every three."""


def error_of(kind: str, causes: tuple[Cause, ...]) -> tuple[str, dict[str, object], int]:
    """Return the error of a request to which these causes apply, and assert that it changes nothing."""
    Booking.objects.all().delete()
    request = Request(make_cinema())
    if kind == "grows":
        joins_a_hold(request)
    for cause in causes:
        cause(request)
    before = rows_of(Booking)
    with pytest.raises(Problem) as error:
        request.send()
    assert rows_of(Booking) == before
    names = {seat.pk: str(seat) for seat in request.cinema.seats}
    seats = [names[pk] for pk in error.value.data.get("seat_ids", [])]
    return type(error.value).__name__, {"seats": seats}, len(error.value.data)


def rows_of(table: type[Model]) -> list[dict[str, object]]:
    return list(table._default_manager.order_by("pk").values())


@pytest.fixture(autouse=True)
def limits(settings: LazySettings) -> None:
    settings.MAX_SEATS_PER_HOLD = MOST
    settings.MAX_SEATS_PER_CLIENT = 9


@pytest.mark.slow
@pytest.mark.parametrize(("kind", "causes"), PARAMS)
def test_fast_hold_and_plain_transaction_raise_the_same_error(
    kind: str, causes: tuple[Cause, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    fast = error_of(kind, causes)
    monkeypatch.setattr("matinee.booking.fast_hold.attempt", lambda *_: None)
    assert fast == error_of(kind, causes)


@pytest.mark.parametrize("kind", ["new", "grows"])
@pytest.mark.parametrize("cause", [taken, out_of_service, cancelled, sales_over, too_many_held])
def test_too_many_seats_comes_before_the_state_of_seats_and_show(kind: str, cause: Cause) -> None:
    """Errors of the request itself take precedence."""
    assert error_of(kind, (cause, too_many))[0] == "TooManySeats"
