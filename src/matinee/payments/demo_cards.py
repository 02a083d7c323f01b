"""The demo's test cards. Numbers are those of Stripe's test cards where one exists."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any


class Card(StrEnum):
    """The behaviour of a test card."""

    APPROVED = "approved"
    DECLINED = "card_declined"
    INSUFFICIENT_FUNDS = "insufficient_funds"
    EXPIRED = "expired_card"
    CHALLENGED = "challenged"
    RESPONSE_LOST = "response_lost"
    REQUEST_LOST = "lost"
    DELAYED = "late"
    SETTLED = "settled"
    CAPTURE_FAILS = "capture_failed"
    REFUND_REFUSED = "refund_refused"
    MALFORMED = "incorrect_number"
    NOT_A_TEST_CARD = "not_a_test_card"


CARDS = {
    "4242424242424242": Card.APPROVED,
    "4000000000000002": Card.DECLINED,
    "4000000000009995": Card.INSUFFICIENT_FUNDS,
    "4000000000000069": Card.EXPIRED,
    "4000002500003155": Card.CHALLENGED,
    "4000000000003220": Card.CHALLENGED,
    "4000000000005126": Card.REFUND_REFUSED,
    "4000000000008005": Card.RESPONSE_LOST,
    "4000000000008013": Card.REQUEST_LOST,
    "4000000000008021": Card.DELAYED,
    "4000000000008039": Card.SETTLED,
    "4000000000008047": Card.CAPTURE_FAILS,
}

DECLINES = {
    "card_declined": "The card was declined.",
    "insufficient_funds": "The card has insufficient funds.",
    "expired_card": "The card has expired.",
    "incorrect_number": "The card number is incorrect.",
    "not_a_test_card": "This is a demonstration. Use a test card such as 4242 4242 4242 4242.",
    "authentication_failed": "The bank could not confirm that it was you.",
    "capture_failed": "The bank took its promise back.",
}
"""Decline codes and their messages to the customer."""

DIGITS = range(12, 20)
"""The possible numbers of digits of a card number."""


def card_for(method: Mapping[str, Any]) -> Card:
    """Return the behaviour for `{"card": "4242 4242 4242 4242"}`. Without a card: APPROVED."""
    number = method.get("card")
    if number in (None, ""):
        return Card.APPROVED
    if not isinstance(number, str):
        return Card.MALFORMED
    number = _digits_of(number)
    if not (number.isascii() and number.isdigit() and len(number) in DIGITS and _passes_luhn(number)):
        return Card.MALFORMED
    return CARDS.get(number, Card.NOT_A_TEST_CARD)


def last_digits(method: Mapping[str, Any]) -> str:
    """Return the last four digits of a test card; empty without one."""
    number = method.get("card")
    number = _digits_of(number) if isinstance(number, str) else ""
    return number[-4:] if number in CARDS else ""


def _digits_of(typed: str) -> str:
    return typed.replace(" ", "")


def _passes_luhn(number: str) -> bool:
    """Return whether the number passes the Luhn check."""
    doubled = [int(digit) * 2 for digit in number[-2::-2]]
    return (sum(map(int, number[-1::-2])) + sum(value // 10 + value % 10 for value in doubled)) % 10 == 0
