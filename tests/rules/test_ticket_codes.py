"""The signed code on a ticket: its content and its signature."""

from base64 import b32decode, b32encode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matinee.core.codes import ALPHABET
from matinee.tickets.codes import (
    FIRST_VERSION,
    LAST_VERSION,
    BadCode,
    TicketFacts,
    cleaned,
    format_short_code,
    key_id,
    new_code,
    new_short_code,
    public_key,
    verify,
)

SEED, OTHER_SEED = bytes(range(32)), bytes(range(32, 64))
KEY, OTHER_KEY = public_key(SEED), public_key(OTHER_SEED)
LARGEST_ID = 2**48 - 1


def code(show_id: int = 7, seat_id: int = 42, version: int = 3, seed: bytes = SEED) -> str:
    return new_code(show_id=show_id, seat_id=seat_id, version=version, signing_key=seed)


@given(
    show_id=st.integers(0, LARGEST_ID),
    seat_id=st.integers(0, LARGEST_ID),
    version=st.integers(FIRST_VERSION, LAST_VERSION),
)
def test_a_code_contains_what_was_signed(show_id: int, seat_id: int, version: int) -> None:
    facts = verify(code(show_id, seat_id, version), [KEY])
    assert facts == TicketFacts(show_id=show_id, seat_id=seat_id, version=version, serial=facts.serial)
    assert len(facts.serial) == 7


def test_a_code_has_the_documented_form() -> None:
    signed = code()
    assert len(signed) == 144
    assert set(signed) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")
    read = b32decode(signed)
    assert (len(read), read[0], read[1:5]) == (90, 1, key_id(KEY))
    assert [int.from_bytes(read[start:end]) for start, end in ((12, 14), (14, 20), (20, 26))] == [3, 7, 42]


def test_a_seat_sold_again_gets_another_code() -> None:
    assert len({code() for _ in range(100)}) == 100


def test_a_signature_of_another_key_is_rejected() -> None:
    with pytest.raises(BadCode, match="not signed by a known key"):
        verify(code(seed=OTHER_SEED), [KEY])
    with pytest.raises(BadCode, match="not signed by a known key"):
        verify(code(), [])


def test_a_signature_with_the_id_of_another_key_is_rejected() -> None:
    read = b32decode(code(seed=OTHER_SEED))
    with pytest.raises(BadCode, match="not signed by a known key"):
        verify(b32encode(read[:1] + key_id(KEY) + read[5:]).decode(), [KEY, OTHER_KEY])


def test_codes_of_a_former_key_are_valid_after_a_rotation() -> None:
    sold_before, sold_after = code(show_id=1), code(show_id=2, seed=OTHER_SEED)
    assert [verify(one, [OTHER_KEY, KEY]).show_id for one in (sold_before, sold_after)] == [1, 2]


SIGNED = code()


def test_no_bit_can_be_changed() -> None:
    for bit in range(90 * 8):
        changed = int.from_bytes(b32decode(SIGNED)) ^ 1 << bit
        with pytest.raises(BadCode):
            verify(b32encode(changed.to_bytes(90)).decode(), [KEY])


@pytest.mark.parametrize(
    "written",
    [
        "",
        SIGNED[:-1],
        SIGNED[1:],
        SIGNED + "A",
        SIGNED[:-8],
        SIGNED[:-1] + "=",
        SIGNED[:-1] + "1",
        SIGNED[:-1] + "\u017f",
        SIGNED.lower(),
        f" {SIGNED[1:]}",
        b32decode(SIGNED).hex(),
        "A" * 144,
    ],
)
def test_a_code_has_one_form_only(written: str) -> None:
    with pytest.raises(BadCode):
        verify(written, [KEY])


@given(st.one_of(st.text(), st.text(min_size=144, max_size=144), st.binary(min_size=90, max_size=90)))
def test_any_scanned_text_is_a_code_or_a_bad_code(scanned: str | bytes) -> None:
    text = scanned if isinstance(scanned, str) else b32encode(scanned).decode()
    with pytest.raises(BadCode):
        verify(text, [KEY, OTHER_KEY])


@given(st.binary(max_size=85))
def test_random_data_with_a_valid_key_id_is_a_bad_code(rubbish: bytes) -> None:
    with pytest.raises(BadCode):
        verify(b32encode(b"\x01" + key_id(KEY) + rubbish.ljust(85, b"\0")).decode(), [KEY])


def test_short_codes_have_unambiguous_letters_and_enough_entropy() -> None:
    short = new_short_code()
    assert len(short) == 12
    assert set(short) <= set(ALPHABET)
    assert len({new_short_code() for _ in range(1000)}) == 1000


def test_short_codes_are_formatted_in_groups_and_normalised() -> None:
    assert format_short_code("ABCDEFGHJKMN") == "ABCD-EFGH-JKMN"
    for typed in ("ABCD-EFGH-JKMN", "abcdefghjkmn", " abcd efgh\tjkmn\n"):
        assert cleaned(typed) == "ABCDEFGHJKMN"


@given(st.text())
def test_normalisation_is_idempotent(typed: str) -> None:
    once = cleaned(typed)
    assert cleaned(once) == once
