"""The table that counts requests: a fixed size, minutes, and processes that share it."""

import multiprocessing
from mmap import mmap
from pathlib import Path

import pytest

from matinee.core.problems import TooManyRequests
from matinee.runtime.rate_limits import SETS, SIZE, WAYS, Counters, count_request, shared_counters


def counters() -> Counters:
    return Counters(mmap(-1, SIZE))


def test_a_minute_begins_with_its_first_request() -> None:
    table = counters()
    assert table.add(7, now=100.0) == (1, 60.0)
    assert table.add(7, now=130.0) == (2, 30.0)
    assert table.add(7, now=159.5) == (3, 0.5)
    assert table.add(7, now=160.0) == (1, 60.0)


def test_a_restart_of_the_machine_resets_the_counters() -> None:
    table = counters()
    table.add(7, now=1_000.0)
    assert table.add(7, now=3.0) == (1, 60.0)


def test_clients_in_one_set_are_counted_separately() -> None:
    table = counters()
    alike = [7 + SETS * n for n in range(WAYS)]
    for one in alike:
        table.add(one, now=100.0)
    assert [table.add(one, now=101.0)[0] for one in alike] == [2] * WAYS


def test_the_oldest_entry_is_replaced() -> None:
    table = counters()
    alike = [7 + SETS * n for n in range(WAYS + 1)]
    for moment, one in enumerate(alike):
        table.add(one, now=100.0 + moment)
    assert table.add(alike[1], now=110.0)[0] == 2
    assert table.add(alike[0], now=110.0)[0] == 1


def test_requests_over_the_limit_are_rejected() -> None:
    for _ in range(3):
        count_request("test so many", "192.0.2.1", 3)
    with pytest.raises(TooManyRequests) as refused:
        count_request("test so many", "192.0.2.1", 3)
    assert 1 <= refused.value.retry_after <= 60
    count_request("test so many", "192.0.2.2", 3)
    count_request("another kind", "192.0.2.1", 3)


def test_zero_means_no_limit() -> None:
    for _ in range(2_000):
        count_request("test zero", "192.0.2.1", 0)


def _add(path: str, times: int) -> None:
    with Path(path).open("r+b") as file:
        table = Counters(mmap(file.fileno(), SIZE))
    for _ in range(times):
        table.add(7, now=100.0)


@pytest.mark.slow
def test_processes_share_their_counters() -> None:
    with shared_counters() as path:
        for _ in range(2):
            process = multiprocessing.get_context("spawn").Process(target=_add, args=(path, 50))
            process.start()
            process.join(30)
        with Path(path).open("r+b") as file:
            assert Counters(mmap(file.fileno(), SIZE)).add(7, now=100.0)[0] == 101
    assert not Path(path).exists()
