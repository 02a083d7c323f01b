"""The demo's test cards. Where Stripe has a well-known number for it, it is the same one."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any


class Card(StrEnum):
    """What a card does."""

    APPROVED = "approved"
    DECLINED = "card_declined"
    WITHOUT_FUNDS = "insufficient_funds"
    EXPIRED = "expired_card"
    CHALLENGED = "challenged"
    RESERVED_UNHEARD = "reserved_unheard"
    LOST = "lost"
    LATE = "late"
    SETTLED = "settled"
    CAPTURE_FAILS = "capture_failed"
    REFUND_REFUSED = "refund_refused"
    MALFORMED = "incorrect_number"
    REAL = "not_a_test_card"


CARDS = {
    "4242424242424242": Card.APPROVED,
    "4000000000000002": Card.DECLINED,
    "4000000000009995": Card.WITHOUT_FUNDS,
    "4000000000000069": Card.EXPIRED,
    "4000002500003155": Card.CHALLENGED,
    "4000000000003220": Card.CHALLENGED,
    "4000000000005126": Card.REFUND_REFUSED,
    "4000000000008005": Card.RESERVED_UNHEARD,
    "4000000000008013": Card.LOST,
    "4000000000008021": Card.LATE,
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
"""Codes of refusals, and what the customer is told."""

DIGITS = range(12, 20)
"""How many digits a card number may have."""


def card_for(method: Mapping[str, Any]) -> Card:
    """The card that `{"card": "4242 4242 4242 4242"}` names; without one, the card that is approved."""
    number = method.get("card") or "4242424242424242"
    if not isinstance(number, str):
        return Card.MALFORMED
    number = number.replace(" ", "")
    if not (number.isascii() and number.isdigit() and len(number) in DIGITS and _checks_out(number)):
        return Card.MALFORMED
    return CARDS.get(number, Card.REAL)


def _checks_out(number: str) -> bool:
    """Luhn's check: every second digit from the right doubled, its digits summed, divisible by ten."""
    doubled = [int(digit) * 2 for digit in number[-2::-2]]
    return (sum(map(int, number[-1::-2])) + sum(value // 10 + value % 10 for value in doubled)) % 10 == 0
