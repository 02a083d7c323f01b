"""Rules about opening a cinema: what is missing, local times, free times, opening hours."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError

from matinee.checkout.models import LegalKind
from matinee.core.countries import COUNTRIES
from matinee.core.problems import Invalid
from matinee.opening.legal_texts import EUROPEAN_UNION, REQUIRED_IN, required_kinds
from matinee.opening.rules import Facts, Requirement, moment_of, next_free, unmet
from matinee.venues.opening_hours import checked_opening_hours
from matinee.venues.plans import rectangular_plan, row_index, row_letters

READY = Facts(
    country="DE",
    has_seller=True,
    legal_kinds=frozenset({"imprint", "terms", "privacy", "accessibility"}),
    halls_with_seats=1,
    films=1,
    ticket_types=1,
    coming_shows=1,
    sends_email=True,
    sells_online=True,
    provider="stripe",
    is_test_provider=False,
    owners_without_second_factor=0,
    site_url="https://rex.example",
)


def test_nothing_is_missing_where_all_is_there() -> None:
    assert unmet(READY) == frozenset()


@pytest.mark.parametrize(
    ("change", "requirement"),
    [
        ({"country": ""}, Requirement.ADDRESS),
        ({"has_seller": False}, Requirement.SELLER),
        ({"legal_kinds": frozenset({"imprint", "terms", "accessibility"})}, Requirement.LEGAL_TEXTS),
        ({"halls_with_seats": 0}, Requirement.HALL),
        ({"films": 0}, Requirement.FILMS),
        ({"ticket_types": 0}, Requirement.PRICES),
        ({"coming_shows": 0}, Requirement.FIRST_SHOW),
        ({"sends_email": False}, Requirement.EMAIL),
        ({"provider": "demo", "is_test_provider": True}, Requirement.PAYMENTS),
        ({"provider": "stripe", "is_test_provider": True}, Requirement.PAYMENTS),
        ({"provider": None}, Requirement.PAYMENTS),
        ({"owners_without_second_factor": 1}, Requirement.SECOND_FACTOR),
        ({"site_url": "http://localhost:8000"}, Requirement.SITE_URL),
    ],
)
def test_each_fact_decides_one_requirement(change: dict[str, object], requirement: Requirement) -> None:
    assert unmet(replace(READY, **change)) == {requirement}  # type: ignore[arg-type]


def test_a_cinema_that_sells_at_the_counter_only_needs_no_provider() -> None:
    assert unmet(replace(READY, sells_online=False, provider=None)) == frozenset()


@pytest.mark.parametrize(
    ("country", "required"),
    [
        ("DE", {"imprint", "privacy", "accessibility"}),
        ("CH", {"imprint", "privacy"}),
        ("FR", {"imprint", "privacy", "accessibility"}),
        ("NO", {"imprint", "privacy"}),
        ("GB", {"imprint", "privacy"}),
        ("US", set()),
        ("", {"imprint", "terms", "privacy", "accessibility"}),
    ],
)
def test_the_country_decides_which_legal_texts_are_required(country: str, required: set[str]) -> None:
    assert required_kinds(country) == required
    facts = replace(READY, country=country or "DE", legal_kinds=frozenset(required))
    assert unmet(facts) == frozenset()
    for kind in required:
        assert unmet(replace(facts, country=country, legal_kinds=frozenset(required - {kind}))) >= {
            Requirement.LEGAL_TEXTS
        }


def test_the_countries_of_the_table_are_countries() -> None:
    assert frozenset().union(*REQUIRED_IN.values()) <= COUNTRIES
    assert set(REQUIRED_IN) == set(LegalKind)
    assert len(EUROPEAN_UNION) == 27


@pytest.mark.parametrize(
    ("local", "moment"),
    [
        ("2026-07-01T20:15", datetime(2026, 7, 1, 18, 15, tzinfo=UTC)),
        ("2026-10-25T02:30", datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
    ],
)
def test_a_local_time_is_a_moment_and_the_first_of_two(local: str, moment: datetime) -> None:
    assert moment_of(datetime.fromisoformat(local), "Europe/Berlin") == moment


def test_a_local_time_that_the_clocks_skip_is_rejected() -> None:
    with pytest.raises(Invalid):
        moment_of(datetime.fromisoformat("2026-03-29T02:30"), "Europe/Berlin")


def test_the_next_free_time_is_long_enough() -> None:
    def hour(number: float) -> datetime:
        return datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=number)

    shows = [(hour(1), hour(3)), (hour(4), hour(6)), (hour(9), hour(11))]
    two_hours = timedelta(hours=2)
    assert next_free([], hour(1), two_hours) == hour(1)
    assert next_free(shows, hour(1), two_hours) == hour(6)
    assert next_free(shows, hour(1), timedelta(hours=1)) == hour(3)
    assert next_free(shows, hour(6.5), two_hours) == hour(6.5)
    assert next_free(shows, hour(7.5), two_hours) == hour(11)


def times(*spans: tuple[int, str, str]) -> list[dict[str, object]]:
    return [{"weekday": day, "opens": opens, "closes": closes} for day, opens, closes in spans]


def test_opening_hours_are_sorted_and_may_end_after_midnight() -> None:
    typed = times((7, "20:00", "02:00"), (1, "18:00", "23:00"), (1, "10:00", "12:00"))
    assert checked_opening_hours(typed) == times(
        (1, "10:00", "12:00"), (1, "18:00", "23:00"), (7, "20:00", "02:00")
    )
    assert checked_opening_hours(times((1, "10:00", "12:00"), (1, "12:00", "13:00")))


@pytest.mark.parametrize(
    "bad",
    [
        "Mo",
        [1],
        times((0, "10:00", "12:00")),
        times((1, "10:00", "10:00")),
        times((1, "24:00", "12:00")),
        times((1, "10:00", "12:00"), (1, "11:00", "13:00")),
        times((1, "20:00", "02:00"), (1, "23:00", "23:30")),
        [{"weekday": 1, "opens": "10:00"}],
    ],
)
def test_bad_opening_hours_are_rejected(bad: object) -> None:
    with pytest.raises(ValidationError):
        checked_opening_hours(bad)


def test_rows_begin_at_a_letter_and_aisles_are_gaps() -> None:
    assert [row_index(row_letters(index)) for index in range(1000)] == list(range(1000))
    assert rectangular_plan(2, 4, [1, 3]) == "s.ss.s\ns.ss.s"
