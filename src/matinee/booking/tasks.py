"""Booking's jobs."""

from procrastinate.contrib.django import app

from matinee.booking import change_log, sweeping


@app.periodic(cron="*/10 * * * *")
@app.task(queueing_lock="sweep")
def sweep_expired(timestamp: int) -> None:  # noqa: ARG001 - every periodic job is told its time
    """Delete what holds left behind that ran out long ago (B8), and which shows changed."""
    sweeping.sweep_expired()
    change_log.sweep_changes()
