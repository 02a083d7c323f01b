"""For any hall and any taken seats, the proposed seats for a group follow the rules."""

from itertools import groupby, pairwise
from math import hypot

from hypothesis import given, settings
from hypothesis import strategies as st

from matinee.booking.best_seats.geometry import Place
from matinee.booking.best_seats.propose import Proposal, best_seats
from matinee.venues.models import SeatType
from matinee.venues.plans import read_plan
from tests.properties.test_openapi import LONG

THREE_ROWS = 6
"""In seat widths."""

WHEELCHAIR_TYPES = {SeatType.WHEELCHAIR, SeatType.COMPANION}

SIGNS = ["s"] * 6 + ["x"] * 3 + [".", "p", "w", "c", "()"]
RUN = settings(max_examples=300 if LONG else 100)


@st.composite
def halls(draw: st.DrawFn, signs: list[str]) -> list[Place]:
    """A random hall of up to 6 rows. Seats out of service represent taken seats."""
    row = st.lists(st.sampled_from(signs), min_size=1, max_size=12).map("".join)
    plan = "s\n" + "\n".join(draw(st.lists(row, max_size=5)))
    return [
        Place(number, seat.row_letter, seat.seat_number, seat.type, seat.x, seat.y, seat.in_service)
        for number, seat in enumerate(read_plan(plan), start=1)
    ]


ANY_HALL = halls(SIGNS)
PLAIN_HALL = halls(["s", "s", "s", "x", "."])
GROUP_SIZES = st.integers(1, 10)


def groups(hall: list[Place], count: int) -> list[list[Place]]:
    """All adjacent free seats for the group, found by brute force."""
    found = []
    for _, row in groupby(hall, key=lambda place: place.row):
        seats = list(row)
        for start in range(len(seats)):
            for stop in range(start + 1, len(seats) + 1):
                group = seats[start:stop]
                if capacity(group) == count and all(place.free for place in group) and are_adjacent(group):
                    found.append(group)
    return found


def capacity(seats: list[Place]) -> int:
    return sum(2 if place.type == SeatType.SOFA else 1 for place in seats)


def are_adjacent(seats: list[Place]) -> bool:
    return all(
        left.row == right.row
        and right.number == left.number + 1
        and right.x - left.x == capacity([left, right]) / 2
        for left, right in pairwise(seats)
    )


def count_new_single_seats(hall: list[Place], chosen: list[Place]) -> int:
    """How many free seats lose their last free neighbour to the group."""
    return len(single_seats(hall, chosen) - single_seats(hall, []))


def single_seats(hall: list[Place], chosen: list[Place]) -> set[int]:
    """Free seats without a free neighbour after the choice."""
    free = [place for place in hall if place.free and place not in chosen]
    return {
        one.id
        for one in free
        if not any(are_adjacent([one, other]) or are_adjacent([other, one]) for other in free)
    }


def distance(hall: list[Place], group: list[Place]) -> float:
    """The distance from the middle of the group to the best point of the hall."""
    rows = sorted({place.y for place in hall})
    best_x = (min(place.x for place in hall) + max(place.x for place in hall)) / 2
    best_y = rows[0] + 0.63 * (rows[-1] - rows[0])
    return hypot((group[0].x + group[-1].x) / 2 - best_x, 2 * (group[0].y - best_y))


@RUN
@given(ANY_HALL, GROUP_SIZES, st.data())
def test_proposed_seats_are_free_and_have_the_capacity_for_the_group(
    hall: list[Place], count: int, data: st.DataObject
) -> None:
    near = data.draw(st.none() | st.sampled_from(hall))
    proposal = best_seats(hall, count, near)
    seats = list(proposal.places)
    assert all(place.free and place in hall for place in seats)
    assert len(set(seats)) == len(seats)
    assert capacity(seats) == (count if seats else 0)
    assert seats or not proposal.together


@RUN
@given(ANY_HALL, GROUP_SIZES, st.data())
def test_proposed_seats_are_adjacent_whenever_possible(
    hall: list[Place], count: int, data: st.DataObject
) -> None:
    near = data.draw(st.none() | st.sampled_from([one for one in hall if one.type not in WHEELCHAIR_TYPES]))
    proposal = best_seats(hall, count, near)
    options = [group for group in groups(hall, count) if not WHEELCHAIR_TYPES & {one.type for one in group}]
    assert proposal.together == are_adjacent(list(proposal.places)) or not proposal.places
    assert proposal.together or not options


@RUN
@given(ANY_HALL, GROUP_SIZES)
def test_wheelchair_spaces_are_proposed_only_if_no_other_seats_suffice(hall: list[Place], count: int) -> None:
    proposal = best_seats(hall, count)
    if WHEELCHAIR_TYPES & {place.type for place in proposal.places}:
        others = [place for place in hall if place.type not in WHEELCHAIR_TYPES]
        assert best_seats(others, count) == Proposal()
        singles = [place for place in others if place.free and place.type != SeatType.SOFA]
        assert len(singles) < count


@RUN
@given(PLAIN_HALL, GROUP_SIZES)
def test_a_single_seat_is_left_only_if_every_other_choice_is_three_rows_farther(
    hall: list[Place], count: int
) -> None:
    proposal = best_seats(hall, count)
    if proposal.together:
        chosen = list(proposal.places)
        for group in groups(hall, count):
            spared = count_new_single_seats(hall, chosen) - count_new_single_seats(hall, group)
            longer = distance(hall, group) - distance(hall, chosen)
            assert longer >= THREE_ROWS * spared - 1e-9


@RUN
@given(ANY_HALL, GROUP_SIZES, st.data())
def test_the_proposal_does_not_depend_on_the_order_of_seats(
    hall: list[Place], count: int, data: st.DataObject
) -> None:
    near = data.draw(st.none() | st.sampled_from(hall))
    shuffled = data.draw(st.permutations(hall))
    assert best_seats(shuffled, count, near) == best_seats(hall, count, near)


@RUN
@given(ANY_HALL, GROUP_SIZES)
def test_a_group_that_fits_always_gets_a_proposal(hall: list[Place], count: int) -> None:
    singles = [place for place in hall if place.free and place.type != SeatType.SOFA]
    assert best_seats(hall, count).places or len(singles) < count
