"""The background jobs of `booking/`."""

from procrastinate.contrib.django import app

from matinee.booking import change_log, upkeep


@app.periodic(cron="*/10 * * * *")
@app.task(queueing_lock="sweep")
def sweep_expired(timestamp: int) -> None:  # noqa: ARG001 - procrastinate passes the time to each periodic job
    """Delete old rows of expired holds (B8) and old rows of the change log."""
    upkeep.sweep_expired()
    change_log.delete_old_changes()
