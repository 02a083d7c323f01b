"""Work for later, by name, so that the verbs need not know the jobs that call them."""

from procrastinate.contrib.django import app

from matinee.core.jobs import enqueue

CAPTURE = "matinee.checkout.tasks.capture_payment"
REFUND = "matinee.checkout.tasks.execute_refund"
REFUND_SHOW = "matinee.checkout.tasks.refund_show"
SEND_EMAIL = "matinee.checkout.tasks.send_email"
FIND_ORDER = "matinee.checkout.tasks.find_order"


def after_commit(task: str, **ids: int) -> None:
    """Queue a job once the transaction is durable. A crash in between leaves it to the reconciler."""
    enqueue(app.configure_task(task), **ids)


def once_after_commit(task: str, question: str, **ids: int) -> None:
    """The same, unless a job waits already that answers the same question."""
    enqueue(app.configure_task(task, queueing_lock=f"{task}:{question}"), **ids)
