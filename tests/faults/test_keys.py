"""The key that signs holds is created once, by any of several processes, and only its owner can read it."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from matinee.server.config import keys


def test_of_many_makers_one_wins_and_all_get_its_key(tmp_path: Path) -> None:
    def make(_: int) -> str:
        keys.create_if_missing(tmp_path)
        return keys.read_or_temporary(tmp_path)

    with ThreadPoolExecutor(16) as makers:
        (key,) = set(makers.map(make, range(64)))
    assert len(key) == 64
    assert [path.name for path in tmp_path.iterdir()] == ["secret_key"]
    assert (tmp_path / "secret_key").stat().st_mode & 0o777 == 0o600


def test_the_key_is_kept(tmp_path: Path) -> None:
    keys.create_if_missing(tmp_path)
    key = keys.read_or_temporary(tmp_path)
    keys.create_if_missing(tmp_path)
    assert keys.read_or_temporary(tmp_path) == key


def test_without_a_kept_key_nothing_is_written(tmp_path: Path) -> None:
    assert keys.read_or_temporary(tmp_path) != keys.read_or_temporary(tmp_path)
    assert not list(tmp_path.iterdir())
