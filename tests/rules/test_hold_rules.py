"""Pure decisions about holds (B1, B2, B3, B6)."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matinee.booking.errors import ExtensionLimit, HoldNotFound, TooManySeats
from matinee.booking.models import Booking, BookingStatus
from matinee.booking.rules import (
    MAX_EXTENSIONS,
    Hold,
    deadline,
    extended,
    is_available,
    require_seat_count,
)
from matinee.booking.tokens import MAX_TOKEN_LENGTH, HoldToken, hold_id_of, new_bits

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)
TERM = timedelta(minutes=5)
HOLD = Hold(
    bits=UUID(int=1),
    show_id=1,
    seat_ids=[1, 2],
    status=BookingStatus.LOCKED,
    locked_until=NOON + TERM,
    started_at=NOON,
    extensions=0,
    frozen=False,
    server_time=NOON + SECOND,
)


@pytest.mark.parametrize(
    ("row", "available"),
    [
        (None, True),
        (Booking(status="LOCKED", locked_until=NOON + SECOND), False),
        (Booking(status="LOCKED", locked_until=NOON), True),
        (Booking(status="LOCKED", locked_until=NOON - SECOND), True),
        (Booking(status="BOOKED", locked_until=NOON - SECOND), False),
        (Booking(status="BOOKED"), False),
    ],
)
def test_b1_available_is_no_row_or_an_expired_lock(row: Booking | None, available: bool) -> None:
    assert is_available(row, NOON) is available


def test_b2_a_hold_lasts_the_configured_time() -> None:
    assert deadline(NOON, NOON, TERM) == NOON + TERM


def test_b6_a_hold_ends_at_most_an_hour_after_its_first_lock() -> None:
    assert deadline(NOON + timedelta(minutes=54), NOON, TERM) == NOON + timedelta(minutes=59)
    assert deadline(NOON + timedelta(minutes=58), NOON, TERM) == NOON + timedelta(minutes=60)


def test_b6_an_extension_resets_the_expiry_and_counts() -> None:
    hold = extended(HOLD, TERM)
    assert (hold.locked_until, hold.extensions_left) == (NOON + SECOND + TERM, MAX_EXTENSIONS - 1)


def test_b6_at_most_ten_extensions() -> None:
    with pytest.raises(ExtensionLimit) as refused:
        extended(replace(HOLD, extensions=10), TERM)
    assert refused.value.data == {"seat_ids": [1, 2], "extensions_left": 0}


def test_b6_an_extension_without_a_later_expiry_is_rejected() -> None:
    used_up = replace(
        HOLD, locked_until=NOON + timedelta(minutes=60), server_time=NOON + timedelta(minutes=58)
    )
    with pytest.raises(ExtensionLimit):
        extended(used_up, TERM)


@pytest.mark.parametrize("seat_ids", [[], list(range(11)), [1, 1]])
def test_b3_wrong_numbers_of_seats(seat_ids: list[int]) -> None:
    with pytest.raises(TooManySeats) as refused:
        require_seat_count(seat_ids, 10)
    assert list(refused.value.data["errors"]) == ["seat_ids"]


def test_b3_one_to_ten_seats() -> None:
    require_seat_count([1], 10)
    require_seat_count(list(range(10)), 10)


@given(show_id=st.integers(1, 2**63 - 1), bits=st.integers(0, 2**128 - 1), started_at=st.datetimes(
    min_value=datetime(2000, 1, 1), max_value=datetime(2200, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001  # fmt: skip
def test_b5_a_token_contains_the_signed_values(show_id: int, bits: int, started_at: datetime) -> None:
    token = HoldToken(UUID(int=bits), show_id, started_at)
    assert HoldToken.read(str(token)) == token
    assert len(str(token)) <= MAX_TOKEN_LENGTH


@given(st.text(max_size=300))
def test_b5_a_token_without_our_signature_is_rejected(text: str) -> None:
    with pytest.raises(HoldNotFound):
        HoldToken.read(text)


@given(position=st.integers(0, 86), replacement=st.characters(max_codepoint=127))
def test_b5_a_changed_token_is_rejected(position: int, replacement: str) -> None:
    text = str(HoldToken(UUID(int=7), 1, NOON))
    changed = text[:position] + replacement + text[position + 1 :]
    if changed != text:
        with pytest.raises(HoldNotFound):
            HoldToken.read(changed)


def test_b5_holds_are_not_guessable() -> None:
    assert len({new_bits() for _ in range(1000)}) == 1000


def test_b15_the_id_of_a_hold_depends_on_its_show() -> None:
    bits = UUID("bf9a4b25-5063-3d2a-7761-f558d131a1bb")
    assert hold_id_of(bits, 1) == UUID("bf9a4b25-5063-3d2a-0000-000000000001")
    assert len({hold_id_of(bits, show) for show in (1, 2, -1, 2**40)}) == 4
