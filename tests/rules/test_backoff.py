"""The delays between starts of a process that exits repeatedly."""

from matinee.server.processes.backoff import RESET_AFTER_SECONDS, Backoff


class Clock:
    """A clock that the test moves."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_the_first_start_is_immediate_and_each_further_delay_is_longer() -> None:
    backoff = Backoff(Clock())
    assert [backoff.failed() for _ in range(9)] == [0, 1, 2, 4, 8, 16, 30, 30, 30]
    assert backoff.failures == 9


def test_a_start_is_due_after_its_delay() -> None:
    clock = Clock()
    backoff = Backoff(clock)
    backoff.failed()
    assert backoff.is_due()
    backoff.failed()
    assert not backoff.is_due()
    clock.now += 0.9
    assert not backoff.is_due()
    clock.now += 0.1
    assert backoff.is_due()


def test_a_minute_of_running_resets_the_delay() -> None:
    clock = Clock()
    backoff = Backoff(clock)
    for _ in range(8):
        backoff.failed()
    backoff.started()
    clock.now += RESET_AFTER_SECONDS - 1
    assert backoff.failed() == 30
    backoff.started()
    clock.now += RESET_AFTER_SECONDS
    assert backoff.failed() == 0
    assert backoff.failures == 1
