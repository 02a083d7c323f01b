"""The code on a ticket: what a gate without a network can check, and what a person can type.

90 bytes as 144 letters and digits (base32, which QR codes pack tightly): one byte format, 4 key id,
7 serial, 2 version, 6 show id, 6 seat id, all big-endian, and an Ed25519 signature over those.
docs/tickets.md describes them.
"""

import secrets
from base64 import b32decode, b32encode
from binascii import Error as NotBase32
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from matinee.core.codes import random_code

FORMAT = b"\x01"
KEY_ID_BYTES, SERIAL_BYTES, VERSION_BYTES, ID_BYTES = 4, 7, 2, 6
FACTS_BYTES = len(FORMAT) + KEY_ID_BYTES + SERIAL_BYTES + VERSION_BYTES + 2 * ID_BYTES
FIRST_VERSION, LAST_VERSION = 1, 32767
CODE_LENGTH = 144
SHORT_CODE_LENGTH, SHORT_CODE_GROUP = 12, 4
"""Almost 59 random bits: typed in half a minute, not to be guessed at the door."""


class BadCode(ValueError):
    """This is no ticket code, or no trusted key signed it."""


@dataclass(frozen=True)
class TicketFacts:
    """The signed contents of a ticket code. The signature alone proves them."""

    show_id: int
    seat_id: int
    serial: bytes
    """Random, so that a seat sold again gets another code."""
    version: int
    """The ticket's version when the code was made: a code of an earlier version is replaced."""


def new_code(*, show_id: int, seat_id: int, version: int, signing_key: bytes) -> str:
    """Sign a ticket for a seat; `signing_key` is the 32-byte seed of an Ed25519 key."""
    key = Ed25519PrivateKey.from_private_bytes(signing_key)
    serial = secrets.token_bytes(SERIAL_BYTES)
    numbers = version.to_bytes(VERSION_BYTES) + show_id.to_bytes(ID_BYTES) + seat_id.to_bytes(ID_BYTES)
    facts = FORMAT + key_id(public_key(signing_key)) + serial + numbers
    return b32encode(facts + key.sign(facts)).decode()


def new_short_code() -> str:
    """Give another code for typing by hand, without its dashes."""
    return random_code(SHORT_CODE_LENGTH)


def verify(code: str, public_keys: Iterable[bytes]) -> TicketFacts:
    """Check a signed code without a database: its form, then its signature by one of the raw public keys.

    It proves only the sale: the ticket may have been used or refunded.

    Raises: BadCode.
    """
    if len(code) != CODE_LENGTH:
        raise BadCode("not a ticket code")
    try:
        read = b32decode(code)
    except (NotBase32, ValueError) as error:
        raise BadCode("not a ticket code") from error
    facts, signature = read[:FACTS_BYTES], read[FACTS_BYTES:]
    if not facts.startswith(FORMAT):
        raise BadCode("a ticket code of another format")
    named = facts[len(FORMAT) :][:KEY_ID_BYTES]
    if not any(_signed(facts, signature, key) for key in public_keys if key_id(key) == named):
        raise BadCode("not signed by a known key")
    serial = facts[len(FORMAT) + KEY_ID_BYTES :][:SERIAL_BYTES]
    numbers = facts[-VERSION_BYTES - 2 * ID_BYTES :]
    return TicketFacts(
        show_id=int.from_bytes(numbers[VERSION_BYTES:][:ID_BYTES]),
        seat_id=int.from_bytes(numbers[-ID_BYTES:]),
        serial=serial,
        version=int.from_bytes(numbers[:VERSION_BYTES]),
    )


def public_key(signing_key: bytes) -> bytes:
    """Give the 32 raw bytes that a gate needs."""
    return Ed25519PrivateKey.from_private_bytes(signing_key).public_key().public_bytes_raw()


def key_id(key: bytes) -> bytes:
    """Name a public key: the start of its SHA-256."""
    return sha256(key).digest()[:KEY_ID_BYTES]


def format_short_code(short_code: str) -> str:
    """Show a short code in groups: `ABCD-EFGH-JKMN`."""
    starts = range(0, len(short_code), SHORT_CODE_GROUP)
    return "-".join(short_code[start : start + SHORT_CODE_GROUP] for start in starts)


def cleaned(typed: str) -> str:
    """Bring what was scanned or typed into the form that is stored: capitals, no spaces, no dashes."""
    return "".join(typed.split()).replace("-", "").upper()


def _signed(facts: bytes, signature: bytes, key: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, facts)
    except InvalidSignature:
        return False
    return True
