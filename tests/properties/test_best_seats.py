"""For any hall and any taken seats, the proposal to a party follows the rules."""

from itertools import groupby, pairwise
from math import hypot

from hypothesis import given, settings
from hypothesis import strategies as st

from matinee.booking.best_seats.geometry import Place
from matinee.booking.best_seats.propose import Proposal, best_seats
from matinee.venues.models import SeatType
from matinee.venues.plans import read_plan

THREE_ROWS = 6
"""In seat widths."""

FOR_WHEELCHAIRS = {SeatType.WHEELCHAIR, SeatType.COMPANION}

SIGNS = ["s"] * 6 + ["x"] * 3 + [".", "p", "w", "c", "()"]
RUN = settings(max_examples=300, deadline=None)


@st.composite
def halls(draw: st.DrawFn, signs: list[str]) -> list[Place]:
    """A drawn hall of up to 6 rows; a seat that is out of service stands for one that is taken."""
    row = st.lists(st.sampled_from(signs), min_size=1, max_size=12).map("".join)
    plan = "s\n" + "\n".join(draw(st.lists(row, max_size=5)))
    return [
        Place(number, seat.row_letter, seat.seat_number, seat.type, seat.x, seat.y, seat.in_service)
        for number, seat in enumerate(read_plan(plan), start=1)
    ]


ANY_HALL = halls(SIGNS)
PLAIN_HALL = halls(["s", "s", "s", "x", "."])
PARTIES = st.integers(1, 10)


def groups(hall: list[Place], count: int) -> list[list[Place]]:
    """Every way to seat the party side by side, found the slow way."""
    found = []
    for _, row in groupby(hall, key=lambda place: place.row):
        seats = list(row)
        for start in range(len(seats)):
            for stop in range(start + 1, len(seats) + 1):
                group = seats[start:stop]
                if people(group) == count and all(place.free for place in group) and side_by_side(group):
                    found.append(group)
    return found


def people(seats: list[Place]) -> int:
    return sum(2 if place.type == SeatType.SOFA else 1 for place in seats)


def side_by_side(seats: list[Place]) -> bool:
    return all(
        left.row == right.row
        and right.number == left.number + 1
        and right.x - left.x == people([left, right]) / 2
        for left, right in pairwise(seats)
    )


def left_alone(hall: list[Place], chosen: list[Place]) -> int:
    """How many free seats lose their last free neighbour to the party."""
    return len(single_seats(hall, chosen) - single_seats(hall, []))


def single_seats(hall: list[Place], chosen: list[Place]) -> set[int]:
    """Free seats without a free neighbour, once the party sits."""
    free = [place for place in hall if place.free and place not in chosen]
    return {
        one.id
        for one in free
        if not any(side_by_side([one, other]) or side_by_side([other, one]) for other in free)
    }


def way(hall: list[Place], group: list[Place]) -> float:
    """From the middle of the group to the best place of the hall."""
    rows = sorted({place.y for place in hall})
    best_x = (min(place.x for place in hall) + max(place.x for place in hall)) / 2
    best_y = rows[0] + 0.63 * (rows[-1] - rows[0])
    return hypot((group[0].x + group[-1].x) / 2 - best_x, 2 * (group[0].y - best_y))


@RUN
@given(ANY_HALL, PARTIES, st.data())
def test_what_is_proposed_is_free_and_seats_the_party(
    hall: list[Place], count: int, data: st.DataObject
) -> None:
    near = data.draw(st.none() | st.sampled_from(hall))
    proposal = best_seats(hall, count, near)
    seats = list(proposal.places)
    assert all(place.free and place in hall for place in seats)
    assert len(set(seats)) == len(seats)
    assert people(seats) == (count if seats else 0)
    assert seats or not proposal.together


@RUN
@given(ANY_HALL, PARTIES, st.data())
def test_together_is_one_row_side_by_side_and_always_when_it_can_be(
    hall: list[Place], count: int, data: st.DataObject
) -> None:
    near = data.draw(st.none() | st.sampled_from([one for one in hall if one.type not in FOR_WHEELCHAIRS]))
    proposal = best_seats(hall, count, near)
    ways = [group for group in groups(hall, count) if not FOR_WHEELCHAIRS & {one.type for one in group}]
    assert proposal.together == side_by_side(list(proposal.places)) or not proposal.places
    assert proposal.together or not ways


@RUN
@given(ANY_HALL, PARTIES)
def test_wheelchair_spaces_are_left_to_those_who_need_them(hall: list[Place], count: int) -> None:
    proposal = best_seats(hall, count)
    if FOR_WHEELCHAIRS & {place.type for place in proposal.places}:
        others = [place for place in hall if place.type not in FOR_WHEELCHAIRS]
        assert best_seats(others, count) == Proposal()
        singles = [place for place in others if place.free and place.type != SeatType.SOFA]
        assert len(singles) < count


@RUN
@given(PLAIN_HALL, PARTIES)
def test_no_seat_is_left_alone_when_there_is_another_choice_so_long_and_nearly_as_good(
    hall: list[Place], count: int
) -> None:
    proposal = best_seats(hall, count)
    if proposal.together:
        chosen = list(proposal.places)
        for group in groups(hall, count):
            spared = left_alone(hall, chosen) - left_alone(hall, group)
            longer = way(hall, group) - way(hall, chosen)
            assert longer >= THREE_ROWS * spared - 1e-9


@RUN
@given(ANY_HALL, PARTIES, st.data())
def test_the_same_question_has_the_same_answer(hall: list[Place], count: int, data: st.DataObject) -> None:
    near = data.draw(st.none() | st.sampled_from(hall))
    shuffled = data.draw(st.permutations(hall))
    assert best_seats(shuffled, count, near) == best_seats(hall, count, near)


@RUN
@given(ANY_HALL, PARTIES)
def test_a_party_that_fits_is_never_turned_away(hall: list[Place], count: int) -> None:
    singles = [place for place in hall if place.free and place.type != SeatType.SOFA]
    assert best_seats(hall, count).places or len(singles) < count
