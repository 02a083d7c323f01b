"""The bulkhead: threads that get a permit, wait for one, or are rejected (B10)."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager

import pytest

from matinee.core.problems import Busy
from matinee.runtime import bulkhead
from matinee.runtime.bulkhead import STUCK_SECONDS, Bulkhead, payment_permit, write_permit
from tests.services.threads import TIMEOUT_SECONDS, held_by_other_thread

Permit = Callable[[], AbstractContextManager[None]]


@contextmanager
def occupied(pool: ThreadPoolExecutor, permit: Permit) -> Iterator[None]:
    """Another thread holds a permit for so long that the bulkhead counts as stuck."""
    with held_by_other_thread(pool, permit):
        threading.Event().wait(STUCK_SECONDS)
        yield


def take_permit(permit: Permit) -> bool:
    with permit():
        return True


def is_waiting(thread: Future[bool], limit: Bulkhead) -> bool:
    while not (thread.done() or limit._waiting):
        pass
    return not thread.done()


def test_as_many_threads_as_permits(pool: ThreadPoolExecutor) -> None:
    limit = Bulkhead(permits=2, queue=0)
    with occupied(pool, limit.permit):
        with occupied(pool, limit.permit), pytest.raises(Busy), limit.permit():
            pass
        assert take_permit(limit.permit)


def test_queued_thread_gets_a_released_permit(pool: ThreadPoolExecutor) -> None:
    limit = Bulkhead(permits=1, queue=1)
    with occupied(pool, limit.permit):
        queued = pool.submit(take_permit, limit.permit)
        assert is_waiting(queued, limit)
        with pytest.raises(Busy), limit.permit():
            pass
        assert not queued.done()
    assert queued.result(TIMEOUT_SECONDS)


def test_wait_for_a_permit_is_bounded(pool: ThreadPoolExecutor) -> None:
    limit = Bulkhead(permits=1, queue=1)
    with occupied(pool, limit.permit), pytest.raises(Busy), limit.permit():
        pass
    assert take_permit(limit.permit)


def test_no_thread_is_rejected_while_permits_are_released(
    pool: ThreadPoolExecutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulkhead, "STUCK_SECONDS", TIMEOUT_SECONDS)
    limit = Bulkhead(permits=1, queue=0)
    for _ in range(50):
        threads = [pool.submit(take_permit, limit.permit) for _ in range(8)]
        assert all(thread.result(TIMEOUT_SECONDS) for thread in threads)


def test_permits_are_given_in_fifo_order(pool: ThreadPoolExecutor) -> None:
    limit = Bulkhead(permits=1, queue=8)
    order: list[int] = []

    def take(number: int) -> None:
        with limit.permit():
            order.append(number)

    with occupied(pool, limit.permit):
        threads = []
        for number in range(5):
            threads.append(pool.submit(take, number))
            while len(limit._waiting) <= number:
                pass
    for thread in threads:
        thread.result(TIMEOUT_SECONDS)
    assert order == [0, 1, 2, 3, 4]


def test_stuck_seat_takes_one_permit(pool: ThreadPoolExecutor) -> None:
    limit = Bulkhead(permits=2, queue=0)
    with occupied(pool, lambda: limit.permit([1, 2])):
        for same in ([2], [2, 3]):
            with pytest.raises(Busy), limit.permit(same):
                pass
        assert take_permit(lambda: limit.permit([3]))


def test_rejection_is_delayed_and_a_permit_may_be_released_meanwhile(
    pool: ThreadPoolExecutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An immediate retry would take CPU time from readers."""
    monkeypatch.setattr(bulkhead, "REJECTION_SECONDS", TIMEOUT_SECONDS)
    limit = Bulkhead(permits=1, queue=0, max_waiting=1)
    with occupied(pool, limit.permit):
        assert is_waiting(delayed := pool.submit(take_permit, limit.permit), limit)
        with pytest.raises(Busy), limit.permit():
            pass
        assert not delayed.done()
    assert delayed.result(TIMEOUT_SECONDS)


def test_stuck_bulkhead_is_reported(pool: ThreadPoolExecutor) -> None:
    limit = Bulkhead(permits=2, queue=0)
    assert not limit.is_stuck([1])
    with occupied(pool, lambda: limit.permit([1])):
        assert limit.is_stuck([1])
        assert limit.would_wait([1])
        assert not limit.is_stuck([2])
    assert not limit.is_stuck([1])


def test_failed_block_releases_its_permit() -> None:
    limit = Bulkhead(permits=1, queue=0)
    for _ in range(3):
        with pytest.raises(ZeroDivisionError), limit.permit([1]):
            raise ZeroDivisionError
    assert take_permit(limit.permit)


def test_writes_of_a_running_payment_need_no_permit(
    pool: ThreadPoolExecutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulkhead, "_writes", Bulkhead(permits=1, queue=0))
    monkeypatch.setattr(bulkhead, "_payments", Bulkhead(permits=1, queue=0))
    with occupied(pool, write_permit):
        with payment_permit(), write_permit(), write_permit():
            pass
        with pytest.raises(Busy), write_permit():
            pass
    with occupied(pool, payment_permit), pytest.raises(Busy), payment_permit():
        pass


def test_without_limits_all_threads_proceed(pool: ThreadPoolExecutor) -> None:
    with occupied(pool, write_permit), occupied(pool, payment_permit):
        assert take_permit(write_permit)
