"""The number of requests that a web process handles concurrently is limited (decision 0017)."""

from concurrent.futures import Future, ThreadPoolExecutor
from queue import SimpleQueue

import pytest

from matinee.runtime import run_slots
from matinee.runtime.bulkhead import Bulkhead
from matinee.runtime.run_slots import limit_run_slots, run_slot, without_run_slot
from tests.services.threads import TIMEOUT_SECONDS, held_by_other_thread

SHORT_SECONDS = 0.1
"""Long enough for a thread that does not have to wait."""


@pytest.fixture(autouse=True)
def one_run_slot(monkeypatch: pytest.MonkeyPatch) -> None:
    """A process with one run slot and a long timeout."""
    monkeypatch.setattr(run_slots, "_free", None)
    monkeypatch.setattr(run_slots, "TIMEOUT_SECONDS", TIMEOUT_SECONDS)
    limit_run_slots(1)


def work() -> bool:
    with run_slot():
        return True


def has_to_wait(worker: Future[bool]) -> bool:
    try:
        return not worker.result(SHORT_SECONDS)
    except TimeoutError:
        return True


def test_thread_waits_for_a_free_run_slot(pool: ThreadPoolExecutor) -> None:
    with held_by_other_thread(pool, run_slot):
        waiting = pool.submit(work)
        assert has_to_wait(waiting)
    assert waiting.result(TIMEOUT_SECONDS)


def test_wait_for_a_run_slot_is_bounded(pool: ThreadPoolExecutor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run_slots, "TIMEOUT_SECONDS", 0.001)
    with held_by_other_thread(pool, run_slot):
        assert work()
    assert isinstance(run_slots._free, SimpleQueue)
    assert run_slots._free.qsize() == 1


def test_failed_block_releases_its_run_slot() -> None:
    for _ in range(2):
        with pytest.raises(ZeroDivisionError), run_slot():
            raise ZeroDivisionError
    assert work()


def test_run_slot_is_released_before_a_slow_wait(pool: ThreadPoolExecutor) -> None:
    with held_by_other_thread(pool, run_slot, without_run_slot):
        assert pool.submit(work).result(TIMEOUT_SECONDS)


def test_run_slot_is_taken_again_after_a_slow_wait(pool: ThreadPoolExecutor) -> None:
    with run_slot():
        with without_run_slot():
            pass
        assert has_to_wait(waiting := pool.submit(work))
    assert waiting.result(TIMEOUT_SECONDS)


def test_run_slot_is_released_during_a_wait_for_a_permit(pool: ThreadPoolExecutor) -> None:
    limit = Bulkhead(permits=1, queue=1)

    def write() -> None:
        with run_slot(), limit.permit():
            pass

    with held_by_other_thread(pool, limit.permit):
        writing = pool.submit(write)
        while not limit._waiting:
            pass
        assert pool.submit(work).result(TIMEOUT_SECONDS)
        assert not writing.done()
    writing.result(TIMEOUT_SECONDS)


def test_without_a_limit_no_thread_waits(pool: ThreadPoolExecutor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run_slots, "_free", None)
    with held_by_other_thread(pool, run_slot):
        assert work()
