"""The seats that are proposed to a party, on drawn halls. `x` is a taken seat."""

from itertools import cycle, islice

import pytest

from matinee.booking.best_seats.geometry import Place
from matinee.booking.best_seats.propose import best_seats
from matinee.venues.plans import read_plan


def drawn(plan: str) -> list[Place]:
    """The seats of a plan, their ids counted from 1."""
    return [
        Place(number, seat.row_letter, seat.seat_number, seat.type, seat.x, seat.y, seat.in_service)
        for number, seat in enumerate(read_plan(plan), start=1)
    ]


def test_a_curved_row_is_one_row() -> None:
    straight = drawn("sssss.sssss\n" * 8)
    curved = [
        Place(number, seat.row_letter, seat.seat_number, seat.type, seat.x, seat.y, seat.in_service)
        for number, seat in enumerate(read_plan("sssss.sssss\n" * 8, curve=2.0), start=1)
    ]
    for count in (1, 2, 5, 8, 10):
        expected = [place.id for place in best_seats(straight, count).places]
        assert [place.id for place in best_seats(curved, count).places] == expected


def proposed(plan: str, count: int, near: str | None = None) -> tuple[str, bool]:
    """The names of the proposed seats, and whether they are together."""
    places = drawn(plan)
    requested = next((place for place in places if f"{place.row}{place.number}" == near), None)
    proposal = best_seats(places, count, requested)
    return " ".join(f"{place.row}{place.number}" for place in proposal.places), proposal.together


PLAIN = "ssssssssss\n" * 5


@pytest.mark.parametrize(
    ("count", "seats"),
    [
        (1, "D5"),
        (2, "D5 D6"),
        (3, "D4 D5 D6"),
        (4, "D4 D5 D6 D7"),
        (10, "D1 D2 D3 D4 D5 D6 D7 D8 D9 D10"),
    ],
)
def test_the_best_seats_are_central_and_two_thirds_back(count: int, seats: str) -> None:
    assert proposed(PLAIN, count) == (seats, True)


def test_seats_together_have_no_aisle_or_taken_seat_between_them() -> None:
    assert proposed("sss.sss\nssssss.", 4) == ("B3 B4 B5 B6", True)
    assert proposed("sssxsss\nssssss.", 4) == ("B3 B4 B5 B6", True)
    assert proposed("sss.sss", 4) == ("A2 A3 A4 A5", False)


@pytest.mark.parametrize(
    ("plan", "count", "seats"),
    [
        ("sssss", 2, "A1 A2"),
        ("sssss", 3, "A1 A2 A3"),
        ("xsssx", 2, "A2 A3"),
        ("ssss.ssss.ssss", 3, "A5 A6 A7"),
        ("sssx\nxxsx\nssxx", 2, "C1 C2"),
        ("ssss\nssss\nssss\nssss", 3, "C1 C2 C3"),
        ("ssssss.ssssss", 5, "A2 A3 A4 A5 A6"),
        ("sssss\nssss.", 4, "B1 B2 B3 B4"),
    ],
)
def test_no_single_seat_is_left_if_avoidable(plan: str, count: int, seats: str) -> None:
    assert proposed(plan, count) == (seats, True)


def test_a_single_seat_is_left_if_avoiding_it_costs_more_than_three_rows() -> None:
    assert proposed("ss\n" + "sss\n" * 3, 2) == ("A1 A2", True)
    assert proposed("ss\n" + "sss\n" * 8, 2) == ("F1 F2", True)


def test_more_expensive_seats_are_proposed_only_if_no_standard_ones_fit() -> None:
    assert proposed("ssss\npppp\npppp", 2) == ("A1 A2", True)
    assert proposed("xssx\nxxss\npppp", 3) == ("C1 C2 C3", True)
    assert proposed("sspp", 3) == ("A1 A2 A3", True)
    assert proposed("sspp\nxxpp", 3, near="B3") == ("A2 A3 A4", True)
    assert proposed("spps\npppx", 3) == ("B1 B2 B3", True)


def test_near_a_premium_seat_premium_seats_are_proposed() -> None:
    assert proposed("ssss\npppp\npppp", 2, near="C4") == ("C3 C4", True)
    assert proposed("ssss\npppp\npppp", 2, near="A1") == ("A1 A2", True)


def test_a_sofa_seats_two_people() -> None:
    assert proposed("()()()", 2) == ("A2", True)
    assert proposed("()()()", 4) == ("A1 A2", True)
    assert proposed("()()()", 3) == ("", False)
    assert proposed("ss....\n()()()", 2) == ("A1 A2", True)
    assert proposed("sss...\n()()()", 2, near="B2") == ("B2", True)
    assert proposed("sss...\n()()()", 3, near="B2") == ("A1 A2 A3", True)
    assert proposed("s()", 3) == ("A1 A2", True)


def test_a_single_sofa_is_not_a_single_seat() -> None:
    assert proposed("()ss.", 2) == ("A2 A3", True)


class TestWheelchairSpaces:
    """Wheelchair spaces, each with a companion seat beside it."""

    def test_they_are_not_proposed_to_other_parties(self) -> None:
        assert proposed("wcss\nssss", 4) == ("B1 B2 B3 B4", True)
        assert proposed("wcss\nxxss", 3) == ("A3 A4 B3", False)
        assert proposed("wcss\nxxxx", 2) == ("A3 A4", True)

    def test_they_are_proposed_if_nothing_else_is_left(self) -> None:
        assert proposed("wcss\nxxxx", 3) == ("A2 A3 A4", True)
        assert proposed("wcxx", 1) == ("A2", True)
        assert proposed("wcxx", 2) == ("A1 A2", True)

    @pytest.mark.parametrize(
        ("count", "seats", "together"),
        [
            (1, "A1", True),
            (2, "A1 A2", True),
            (3, "A1 A2 A3", True),
            (5, "A1 A2 A3 B1 B2", False),
        ],
    )
    def test_near_a_space_the_party_gets_it_with_companion_seats(
        self, count: int, seats: str, together: bool
    ) -> None:
        assert proposed("wcs...ssss\nssssssssss\nssssssssss", count, near="A1") == (seats, together)

    def test_near_a_companion_seat(self) -> None:
        assert proposed("ssscwss\nsssssss", 2, near="A4") == ("A4 A5", True)
        assert proposed("ssscwss\nsssssss", 3, near="A4") == ("A3 A4 A5", True)
        assert proposed("wc.ssss", 1, near="A2") == ("A2", True)

    def test_only_one_space_is_proposed(self) -> None:
        assert proposed("wccw\nssss", 3, near="A1") == ("A1 A2 A3", True)
        assert proposed("wccw\nssss", 3, near="A4") == ("A2 A3 A4", True)


class TestNear:
    """A requested seat: the proposal is close to it."""

    def test_a_free_seat_is_included(self) -> None:
        assert proposed(PLAIN, 2, near="A1") == ("A1 A2", True)
        assert proposed(PLAIN, 6, near="B10") == ("B5 B6 B7 B8 B9 B10", True)
        assert proposed(PLAIN, 3, near="E5") == ("E4 E5 E6", True)

    def test_seats_beside_a_taken_seat_are_proposed(self) -> None:
        assert proposed("ssssss\nssxsss\nssssss", 3, near="B3") == ("B4 B5 B6", True)

    def test_it_leaves_no_single_seat(self) -> None:
        assert proposed("ssssss", 2, near="A2") == ("A1 A2", True)


class TestSplit:
    """No row fits the whole party."""

    def test_parts_are_in_adjacent_rows(self) -> None:
        assert proposed("sss\nsss\nsss", 6) == ("B1 B2 B3 C1 C2 C3", False)
        assert proposed("ssssxx\nxxxxxx\nxssssx\nxssssx", 8) == ("C2 C3 C4 C5 D2 D3 D4 D5", False)

    def test_no_part_is_a_single_person_if_avoidable(self) -> None:
        assert proposed("sss\nsss\nsss", 4)[0] in {"B1 B2 C1 C2", "B2 B3 C2 C3"}
        assert proposed("sssxss", 4) == ("A2 A3 A5 A6", False)

    def test_parts_are_as_few_as_possible(self) -> None:
        assert proposed("ssxss\nxxxxx\nsxsxs\nssssx", 6) == ("A1 A2 D1 D2 D3 D4", False)

    def test_single_seats_are_proposed_if_nothing_else_fits(self) -> None:
        assert proposed("sxsxs", 2) == ("A1 A3", False)

    @pytest.mark.parametrize("plan", ["x", "xxx\nxxx", "sx", "()x"])
    def test_nothing_fits(self, plan: str) -> None:
        assert proposed(plan, 3) == ("", False)

    def test_a_hall_without_seats(self) -> None:
        assert best_seats([], 2).places == ()


def test_seats_without_coordinates_are_proposed_by_number() -> None:
    places = [place._replace(x=0.0, y=0.0) for place in drawn("ssss\nssss")]
    assert [place.id for place in best_seats(places, 3).places] == [1, 2, 3]


STATES = {
    "empty": ["s" * 20],
    "every second seat free": ["sx" * 10],
    "checkerboard": ["sx" * 10, "xs" * 10],
    "every third seat free": ["sxx" * 6 + "sx"],
    "pairs free": ["ssx" * 6 + "ss"],
    "nines free": ["sssssssssx" * 2],
    "a few free": ["x" * 20, "xxxxxxsxxxxxxxxxxxxs"],
    "one row free": ["s" * 20, *["x" * 20] * 20],
    "sold out": ["x" * 20],
}
"""Rows that are repeated up to the end of the hall."""


@pytest.mark.slow
@pytest.mark.parametrize("count", range(1, 11))
@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("near", [None, 0, 217])
def test_few_groups_are_visited_in_any_state(state: str, count: int, near: int | None) -> None:
    places = drawn("\n".join(islice(cycle(STATES[state]), 21)))
    proposal = best_seats(places, count, None if near is None else places[near])
    assert proposal.groups_seen <= 2_000
    assert len(proposal.places) == (0 if state == "sold out" else count)
