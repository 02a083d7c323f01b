"""How many threads get in, wait or are turned away (B10)."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager

import pytest

from matinee.core.problems import Busy
from matinee.runtime import bulkhead
from matinee.runtime.bulkhead import STUCK_SECONDS, Bulkhead, payment_permit, write_permit
from tests.services.crowd import PATIENCE_SECONDS, staying

Slot = Callable[[], AbstractContextManager[None]]


@contextmanager
def somebody(pool: ThreadPoolExecutor, slot: Slot) -> Iterator[None]:
    """Another thread has been inside for so long that the wall doesn't move."""
    with staying(pool, slot):
        threading.Event().wait(STUCK_SECONDS)
        yield


def go_through(slot: Slot) -> bool:
    with slot():
        return True


def is_waiting(visitor: Future[bool], limit: Bulkhead) -> bool:
    while not (visitor.done() or limit._waiting):
        pass
    return not visitor.done()


def test_as_many_as_there_are_slots(pool: ThreadPoolExecutor) -> None:
    limit = Bulkhead(permits=2, queue=0)
    with somebody(pool, limit.permit):
        with somebody(pool, limit.permit), pytest.raises(Busy), limit.permit():
            pass
        assert go_through(limit.permit)


def test_whoever_queues_gets_in_when_somebody_leaves(pool: ThreadPoolExecutor) -> None:
    limit = Bulkhead(permits=1, queue=1)
    with somebody(pool, limit.permit):
        queueing = pool.submit(go_through, limit.permit)
        assert is_waiting(queueing, limit)
        with pytest.raises(Busy), limit.permit():
            pass
        assert not queueing.done()
    assert queueing.result(PATIENCE_SECONDS)


def test_nobody_queues_for_ever(pool: ThreadPoolExecutor) -> None:
    limit = Bulkhead(permits=1, queue=1)
    with somebody(pool, limit.permit), pytest.raises(Busy), limit.permit():
        pass
    assert go_through(limit.permit)


def test_while_the_wall_moves_nobody_is_turned_away(
    pool: ThreadPoolExecutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulkhead, "STUCK_SECONDS", PATIENCE_SECONDS)
    limit = Bulkhead(permits=1, queue=0)
    for _ in range(50):
        crowd = [pool.submit(go_through, limit.permit) for _ in range(8)]
        assert all(visitor.result(PATIENCE_SECONDS) for visitor in crowd)


def test_first_come_first_served(pool: ThreadPoolExecutor) -> None:
    limit = Bulkhead(permits=1, queue=8)
    came: list[int] = []

    def come(number: int) -> None:
        with limit.permit():
            came.append(number)

    with somebody(pool, limit.permit):
        crowd = []
        for number in range(5):
            crowd.append(pool.submit(come, number))
            while len(limit._waiting) <= number:
                pass
    for visitor in crowd:
        visitor.result(PATIENCE_SECONDS)
    assert came == [0, 1, 2, 3, 4]


def test_a_stuck_seat_takes_one_slot(pool: ThreadPoolExecutor) -> None:
    limit = Bulkhead(permits=2, queue=0)
    with somebody(pool, lambda: limit.permit([1, 2])):
        for same in ([2], [2, 3]):
            with pytest.raises(Busy), limit.permit(same):
                pass
        assert go_through(lambda: limit.permit([3]))


def test_whoever_is_turned_away_stands_in_line_for_a_moment_and_may_get_in(
    pool: ThreadPoolExecutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who comes back at once would else take the CPU from those who read."""
    monkeypatch.setattr(bulkhead, "REJECTION_SECONDS", PATIENCE_SECONDS)
    limit = Bulkhead(permits=1, queue=0, max_waiting=1)
    with somebody(pool, limit.permit):
        assert is_waiting(standing := pool.submit(go_through, limit.permit), limit)
        with pytest.raises(Busy), limit.permit():
            pass
        assert not standing.done()
    assert standing.result(PATIENCE_SECONDS)


def test_a_stuck_wall_says_so(pool: ThreadPoolExecutor) -> None:
    limit = Bulkhead(permits=2, queue=0)
    assert not limit.is_stuck([1])
    with somebody(pool, lambda: limit.permit([1])):
        assert limit.is_stuck([1])
        assert limit.would_wait([1])
        assert not limit.is_stuck([2])
    assert not limit.is_stuck([1])


def test_what_fails_inside_gives_its_slot_back() -> None:
    limit = Bulkhead(permits=1, queue=0)
    for _ in range(3):
        with pytest.raises(ZeroDivisionError), limit.permit([1]):
            raise ZeroDivisionError
    assert go_through(limit.permit)


def test_a_purchase_under_way_is_not_refused_its_writes(
    pool: ThreadPoolExecutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulkhead, "_writes", Bulkhead(permits=1, queue=0))
    monkeypatch.setattr(bulkhead, "_payments", Bulkhead(permits=1, queue=0))
    with somebody(pool, write_permit):
        with payment_permit(), write_permit(), write_permit():
            pass
        with pytest.raises(Busy), write_permit():
            pass
    with somebody(pool, payment_permit), pytest.raises(Busy), payment_permit():
        pass


def test_without_bounds_everybody_gets_in(pool: ThreadPoolExecutor) -> None:
    with somebody(pool, write_permit), somebody(pool, payment_permit):
        assert go_through(write_permit)
