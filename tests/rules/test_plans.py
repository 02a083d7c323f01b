"""Reading a drawn plan of a hall."""

from dataclasses import replace

import pytest

from matinee.venues.errors import PlanUnreadable
from matinee.venues.models import SeatType
from matinee.venues.plans import PlannedSeat, read_plan, rectangular_plan, row_letters


def seat(
    row: str, number: int, seat_type: SeatType, x: float, y: float, in_service: bool = True
) -> PlannedSeat:
    """One expected seat."""
    return PlannedSeat(row, number, seat_type, x, y, in_service)


def test_every_sign_has_its_type_and_position() -> None:
    assert read_plan("spwcx") == [
        seat("A", 1, SeatType.STANDARD, 0.5, 0.5),
        seat("A", 2, SeatType.PREMIUM, 1.5, 0.5),
        seat("A", 3, SeatType.WHEELCHAIR, 2.5, 0.5),
        seat("A", 4, SeatType.COMPANION, 3.5, 0.5),
        seat("A", 5, SeatType.STANDARD, 4.5, 0.5, in_service=False),
    ]


def test_a_sofa_is_one_seat_two_widths_wide() -> None:
    assert read_plan("()s()") == [
        seat("A", 1, SeatType.SOFA, 1.0, 0.5),
        seat("A", 2, SeatType.STANDARD, 2.5, 0.5),
        seat("A", 3, SeatType.SOFA, 4.0, 0.5),
    ]


def test_aisles_take_space_but_have_no_number_or_letter() -> None:
    drawn = """
        s.s

        ...
        .ss
    """
    assert read_plan(drawn) == [
        seat("A", 1, SeatType.STANDARD, 0.5, 0.5),
        seat("A", 2, SeatType.STANDARD, 2.5, 0.5),
        seat("B", 1, SeatType.STANDARD, 1.5, 3.5),
        seat("B", 2, SeatType.STANDARD, 2.5, 3.5),
    ]


def test_curved_rows_have_their_ends_nearer_the_screen() -> None:
    straight = read_plan("sssss\n\n.sss.")
    bent = read_plan("sssss\n\n.sss.", curve=1.5)
    assert [one.y for one in bent] == [1.04, 1.76, 2.0, 1.76, 1.04, 3.76, 4.0, 3.76]
    assert [replace(one, y=0) for one in bent] == [replace(one, y=0) for one in straight]


def test_a_sofa_is_curved_at_its_middle() -> None:
    assert [one.y for one in read_plan("()()", curve=1.0)] == [1.25, 1.25]
    assert read_plan("()s()", curve=0.0) == read_plan("()s()")


def test_a_rectangular_hall_has_straight_rows() -> None:
    seats = read_plan(rectangular_plan(rows=3, seats_per_row=4))
    assert [f"{each.row_letter}{each.seat_number}" for each in seats] == [
        *("A1", "A2", "A3", "A4"),
        *("B1", "B2", "B3", "B4"),
        *("C1", "C2", "C3", "C4"),
    ]
    assert {each.type for each in seats} == {SeatType.STANDARD}
    assert all(each.in_service for each in seats)


@pytest.mark.parametrize(
    ("index", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (27, "AB"), (51, "AZ"), (52, "BA")]
)
def test_rows_are_lettered_past_z(index: int, letters: str) -> None:
    assert row_letters(index) == letters


@pytest.mark.parametrize(
    ("plan", "line", "column"),
    [
        ("", 1, 1),
        (" \n ... \n", 1, 1),
        ("ss\ns?s", 2, 2),
        ("s(s", 1, 2),
        ("s)", 1, 2),
        ("s s", 1, 2),
        ("S", 1, 1),
        ("s" * 201, 1, 1),
        ("s\n" * 201, 201, 1),
    ],
)
def test_an_unreadable_plan_names_line_and_column(plan: str, line: int, column: int) -> None:
    with pytest.raises(PlanUnreadable) as refusal:
        read_plan(plan)
    assert (refusal.value.data["line"], refusal.value.data["column"]) == (line, column)


@pytest.mark.parametrize(("rows", "seats_per_row"), [(0, 0), (0, 5), (5, 0), (-1, 5)])
def test_a_hall_without_seats_is_rejected(rows: int, seats_per_row: int) -> None:
    with pytest.raises(PlanUnreadable):
        read_plan(rectangular_plan(rows, seats_per_row))
