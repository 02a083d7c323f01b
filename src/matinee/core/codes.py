"""Random codes for people to read aloud and type."""

import secrets

ALPHABET = "ABCDEFGHJKMNPQRSTVWXYZ23456789"
"""Excludes characters that look or sound alike: I, L and 1, O and 0, U and V."""


def random_code(length: int) -> str:
    """Return random letters and digits, almost 5 bits of entropy each."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def normalize_code(text: str) -> str:
    """Reduce typed text to its letters and digits, in upper case."""
    return "".join(filter(str.isalnum, text)).upper()
