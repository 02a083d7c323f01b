"""Which price rule applies, and how a day is divided into bands. Without a database."""

from datetime import date, time
from typing import Any

import pytest

from matinee.pricing.rules import Band, Conditions, Occasion, bands_of_day, first_match

TUESDAY = date(2026, 12, 1)
WEDNESDAY = date(2026, 12, 2)
EIGHT, MIDNIGHT, FIVE = time(20), time(0), time(5)


def rule(rule_id: int = 1, **conditions: object) -> Conditions:
    return Conditions(rule_id, card_id=rule_id * 10, **conditions)  # type: ignore[arg-type]


def show(day: date = TUESDAY, at: time = EIGHT, **facts: object) -> Occasion:
    return Occasion(day, at, **facts)  # type: ignore[arg-type]


def is_match(conditions: Conditions, occasion: Occasion) -> bool:
    return first_match([conditions], occasion) is not None


@pytest.mark.parametrize(
    ("conditions", "matching", "other"),
    [
        ({"weekdays": frozenset({2, 7})}, show(), show(WEDNESDAY)),
        ({"first_day": WEDNESDAY}, show(WEDNESDAY), show(TUESDAY)),
        ({"last_day": TUESDAY}, show(TUESDAY), show(WEDNESDAY)),
        ({"holidays": True}, show(is_holiday=True), show()),
        ({"holidays": False}, show(), show(is_holiday=True)),
        ({"hall_id": 3}, show(hall_id=3), show(hall_id=4)),
        ({"movie_id": 3}, show(movie_id=3), show(movie_id=4)),
        ({"format": "3d"}, show(format="3D"), show(format="2D")),
        ({"starts_from": time(17), "starts_before": EIGHT}, show(at=time(19, 59)), show(at=EIGHT)),
        ({"starts_from": time(17), "starts_before": EIGHT}, show(at=time(17)), show(at=time(16, 59))),
    ],
)
def test_each_condition_alone(conditions: dict[str, Any], matching: Occasion, other: Occasion) -> None:
    tried = rule(1, **conditions)
    assert is_match(tried, matching)
    assert not is_match(tried, other)


@pytest.mark.parametrize(
    ("at", "inside"),
    [(time(21, 59), False), (time(22), True), (MIDNIGHT, True), (time(1, 59), True), (time(2), False)],
)
def test_a_span_over_midnight(at: time, inside: bool) -> None:
    assert is_match(rule(starts_from=time(22), starts_before=time(2)), show(at=at)) is inside


def test_all_conditions_have_to_be_met_and_no_condition_is_met_by_every_show() -> None:
    both = rule(weekdays=frozenset({2}), hall_id=3)
    assert is_match(both, show(hall_id=3))
    assert not is_match(both, show(WEDNESDAY, hall_id=3))
    assert not is_match(both, show(hall_id=4))
    assert is_match(rule(), show(WEDNESDAY, MIDNIGHT, is_holiday=True))


def test_the_first_rule_that_matches_applies() -> None:
    tuesday, always = rule(1, weekdays=frozenset({2})), rule(2)
    assert first_match([tuesday, always], show()) == tuesday
    assert first_match([tuesday, always], show(WEDNESDAY)) == always
    assert first_match([always, tuesday], show()) == always
    assert first_match([], show()) is None


def test_a_day_without_rules_is_one_gap() -> None:
    assert bands_of_day([], show(), FIVE) == [Band(FIVE, FIVE, None)]


def test_bands_follow_the_business_day_and_show_gaps() -> None:
    late = rule(1, starts_from=time(22), starts_before=time(2))
    evening = rule(2, starts_from=time(17), starts_before=time(22))
    assert bands_of_day([late, evening], show(), FIVE) == [
        Band(FIVE, time(17), None),
        Band(time(17), time(22), evening),
        Band(time(22), time(2), late),
        Band(time(2), FIVE, None),
    ]


def test_bands_with_the_same_rule_are_one() -> None:
    other_day = rule(1, weekdays=frozenset({3}), starts_from=time(17), starts_before=time(22))
    always = rule(2)
    assert bands_of_day([other_day, always], show(), FIVE) == [Band(FIVE, FIVE, always)]


def test_rules_for_some_shows_are_special_until_the_grid_is_for_such_shows() -> None:
    imax = rule(1, format="IMAX", starts_from=time(17), starts_before=FIVE)
    small_hall = rule(2, hall_id=7)
    always = rule(3)
    rules = [imax, small_hall, always]
    assert bands_of_day(rules, show(), FIVE) == [
        Band(FIVE, time(17), always, (small_hall,)),
        Band(time(17), FIVE, always, (imax, small_hall)),
    ]
    assert bands_of_day(rules, show(hall_id=7, format="2D"), FIVE) == [Band(FIVE, FIVE, small_hall)]
    assert bands_of_day(rules, show(hall_id=8, format="2D"), FIVE) == [Band(FIVE, FIVE, always)]
    assert bands_of_day(rules, show(hall_id=8, format="IMAX"), FIVE) == [
        Band(FIVE, time(17), always),
        Band(time(17), FIVE, imax),
    ]
