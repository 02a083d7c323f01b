"""The key that signs tickets: the operator's, or one that is created once in a private file."""

from base64 import b64encode
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from matinee.server.config import keys
from matinee.server.config.environment import BadSetting, read

SEED, FORMER = bytes(range(32)), bytes(range(32, 64))
PRODUCTION = {
    "MATINEE_ENV": "production",
    "SECRET_KEY": "q8Zt3Lw0vB7nYx5Rk2Pd9Hs6Jf1Mc4Ga" * 2,
    "ALLOWED_HOSTS": "example.org",
    "SITE_URL": "https://example.org",
    "SMTP_URL": "smtp://mx.example",
    "MAIL_FROM": "tickets@example.org",
    "PAYMENTS": "counter-only",
}


def base64(*given: bytes) -> str:
    return ", ".join(b64encode(one).decode() for one in given)


def test_of_concurrent_processes_one_creates_the_key(tmp_path: Path) -> None:
    def make(_: int) -> bytes:
        keys.create_ticket_key_if_missing(tmp_path)
        return keys.read_or_temporary_ticket_key(tmp_path)

    with ThreadPoolExecutor(16) as makers:
        (seed,) = set(makers.map(make, range(64)))
    assert len(seed) == 32
    assert [path.name for path in tmp_path.iterdir()] == ["ticket_signing_key"]
    assert (tmp_path / "ticket_signing_key").stat().st_mode & 0o777 == 0o600


def test_without_a_stored_key_nothing_is_written(tmp_path: Path) -> None:
    assert keys.read_or_temporary_ticket_key(tmp_path) != keys.read_or_temporary_ticket_key(tmp_path)
    assert not list(tmp_path.iterdir())


def test_the_operators_keys_are_read() -> None:
    environment = read({"TICKET_SIGNING_KEY": base64(SEED), "TICKET_VERIFY_KEYS": base64(FORMER, SEED)})
    assert environment.ticket_signing_key == SEED
    assert environment.ticket_verify_keys == (FORMER, SEED)
    unset = read({})
    assert (unset.ticket_signing_key, unset.ticket_verify_keys) == (b"", ())


def test_production_needs_a_key_of_its_own() -> None:
    with pytest.raises(
        BadSetting, match=r"^TICKET_SIGNING_KEY must be set .* openssl rand -base64 32 makes one"
    ):
        read(PRODUCTION)


@pytest.mark.parametrize("given", ["changeme", base64(SEED[:31]), base64(SEED + b"x"), SEED.hex(), "ä" * 44])
@pytest.mark.parametrize("name", ["TICKET_SIGNING_KEY", "TICKET_VERIFY_KEYS"])
def test_an_invalid_key_is_rejected_and_not_printed(name: str, given: str) -> None:
    with pytest.raises(BadSetting, match=f"^{name} must be 32 bytes in base64") as refusal:
        read({name: given})
    assert given not in str(refusal.value)
