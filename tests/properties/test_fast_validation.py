"""The fast validation of a body accepts only what the serializer's fields accept, with the same values."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from matinee.api.public.holds.shapes import LockSeatRequest
from matinee.core.json_schema import MAX_ID

ids: st.SearchStrategy[Any] = st.one_of(
    st.integers(1, 20),
    st.integers(-1, MAX_ID + 1),
    st.sampled_from([0, MAX_ID, MAX_ID + 1, True, False, None, 1.0, "1", [1], {}]),
)
bodies = st.fixed_dictionaries(
    {},
    optional={
        "show_id": ids,
        "seat_id": ids,
        "seat_ids": st.one_of(st.lists(ids, max_size=12), ids),
        "hold_token": st.one_of(st.text("ab\x00", max_size=5), ids),
        "other": ids,
    },
)


@given(bodies)
def test_fast_validation_agrees_with_the_fields(body: dict[str, Any]) -> None:
    fast = LockSeatRequest.fast_valid(body)
    serializer = LockSeatRequest(data=body)
    assert serializer.is_valid() if fast else True
    assert fast is None or fast == serializer.validated_data


@given(
    st.lists(st.integers(1, MAX_ID), min_size=1, max_size=10, unique=True),
    st.text(st.characters(exclude_characters="\x00"), max_size=90),
)
def test_usual_bodies_use_the_fast_validation(seat_ids: list[int], token: str) -> None:
    one, several = {"seat_id": seat_ids[0]}, {"seat_ids": seat_ids}
    for seats in (one, several):
        for extra in ({}, {"hold_token": token}):
            assert LockSeatRequest.fast_valid({"show_id": 7, **seats, **extra})
