"""Random codes that people read aloud and type."""

import secrets

ALPHABET = "ABCDEFGHJKMNPQRSTVWXYZ23456789"
"""Without the pairs that look or sound alike: I, L and 1, O and 0, U and V."""


def random_code(length: int) -> str:
    """`length` random letters and digits, almost 5 bits each."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def normalize_code(text: str) -> str:
    """A code out of what a person typed: letters and digits alone, in capitals."""
    return "".join(filter(str.isalnum, text)).upper()
