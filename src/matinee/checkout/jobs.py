"""The names of the checkout's jobs, so that services can enqueue them without importing `tasks`."""

from procrastinate.contrib.django import app

from matinee.core.jobs import enqueue

CAPTURE = "matinee.checkout.tasks.capture_payment"
REFUND = "matinee.checkout.tasks.execute_refund"
REFUND_SHOW = "matinee.checkout.tasks.refund_show"
SEND_EMAIL = "matinee.checkout.tasks.send_email"
FIND_ORDER = "matinee.checkout.tasks.find_order"


def enqueue_after_commit(task: str, **ids: int) -> None:
    """Enqueue a job after the commit. If a crash loses it, the reconciler does its work."""
    enqueue(app.configure_task(task), **ids)


def enqueue_unique_after_commit(task: str, lock: str, **ids: int) -> None:
    """Enqueue a job after the commit, unless a job with the same lock is waiting."""
    enqueue(app.configure_task(task, queueing_lock=f"{task}:{lock}"), **ids)
