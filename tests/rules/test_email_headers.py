"""The values of an email's headers."""

import pytest

from matinee.checkout.emails.headers import UnsafeAddress, all_one_line, deliverable, one_line, sender


@pytest.mark.parametrize(
    "end", ["\n", "\r\n", "\x0b", "\x0c", "\x85", "\u2028", "\u2029", "\x00", "\x1f", "\x7f"]
)
def test_a_line_end_becomes_a_space(end: str) -> None:
    assert one_line(f"Tom{end}Bcc: eve@example.org{end}") == "Tom Bcc: eve@example.org"


def test_texts_in_mappings_and_lists_are_cleaned() -> None:
    assert all_one_line({"a": "x\ny", "b": [{"c": "\u2028z"}], "n": 7, "t": True}) == {
        "a": "x y",
        "b": [{"c": "z"}],
        "n": 7,
        "t": True,
    }


def test_other_characters_are_unchanged() -> None:
    for text in ('Tom & "Jerry" <i>', "שלום 🎬", "Straße\u00a0 9"):
        assert one_line(text) == text


@pytest.mark.parametrize(
    "address", ["", "ada", "a@", "@example.org", "a@example.org b@example.org", "a@-.org"]
)
def test_text_that_is_not_one_address_is_rejected(address: str) -> None:
    with pytest.raises(UnsafeAddress) as refused:
        deliverable(address)
    assert refused.value.__cause__ is None
    assert str(refused.value) == ""


@pytest.mark.parametrize(
    ("setting", "header"),
    [
        ("Roxy <tickets@roxy.example>", "Roxy <tickets@roxy.example>"),
        ("tickets@roxy.example", "tickets@roxy.example"),
        ("Ro\u2028xy\x0b <tickets@roxy.example>", "Ro xy <tickets@roxy.example>"),
        ("Matinee <matinee@localhost>", "Matinee <matinee@localhost>"),
        ("Roxy, Berlin <tickets@roxy.example>", '"Roxy, Berlin" <tickets@roxy.example>'),
        ("Kino: Roxy <tickets@roxy.example>", '"Kino: Roxy" <tickets@roxy.example>'),
        ('"Roxy" <tickets@roxy.example>', "Roxy <tickets@roxy.example>"),
        ("Roxy <kasse@straße.de>", "Roxy <kasse@xn--strae-oqa.de>"),
    ],
)
def test_the_sender_is_one_line_and_idna_2008(setting: str, header: str) -> None:
    assert sender(setting) == header
