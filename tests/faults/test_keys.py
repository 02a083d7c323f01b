"""The signing key of holds is created once, also by concurrent processes, and only its owner can read it."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from matinee.server.config import keys


def test_concurrent_creations_return_one_key(tmp_path: Path) -> None:
    def create(_: int) -> str:
        keys.create_if_missing(tmp_path)
        return keys.read_or_temporary(tmp_path)

    with ThreadPoolExecutor(16) as pool:
        (key,) = set(pool.map(create, range(64)))
    assert len(key) == 64
    assert [path.name for path in tmp_path.iterdir()] == ["secret_key"]
    assert (tmp_path / "secret_key").stat().st_mode & 0o777 == 0o600


def test_an_existing_key_is_not_replaced(tmp_path: Path) -> None:
    keys.create_if_missing(tmp_path)
    key = keys.read_or_temporary(tmp_path)
    keys.create_if_missing(tmp_path)
    assert keys.read_or_temporary(tmp_path) == key


def test_a_temporary_key_is_not_stored(tmp_path: Path) -> None:
    assert keys.read_or_temporary(tmp_path) != keys.read_or_temporary(tmp_path)
    assert not list(tmp_path.iterdir())
