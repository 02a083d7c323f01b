"""The table of emails to send: written with the change, claimed before sending, marked afterwards.

A row is sent once, except when the process dies between the mail server's answer and the mark: then the claim
ends and the email is sent again, with the same Message-ID.
"""

import logging
from datetime import timedelta
from smtplib import SMTPRecipientsRefused, SMTPResponseException

from django.db.models import F, Q, QuerySet

from matinee.checkout import jobs
from matinee.checkout.emails.kinds import EmailDecision, NoEmail, email_for_event
from matinee.checkout.models import Customer, EmailStatus, OrderEmail, OrderEvent
from matinee.core.clock import ClockTimestamp
from matinee.core.metrics import EMAILS
from matinee.core.row_failures import describe_error

CLAIM = timedelta(minutes=5)
"""How long one process may take to send an email. Longer than all time-outs of the mail server together."""

FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=1), timedelta(minutes=30)
"""After a failed attempt. The wait doubles each time."""

KEPT_TRYING = timedelta(days=3)
"""Afterwards the email is set aside."""

TOLD_FOR = timedelta(days=7)
"""How long an email that was set aside counts as failing."""

log = logging.getLogger(__name__)


def write_email(event: OrderEvent, kind: EmailDecision) -> None:
    """Write the email that follows a change, if any, in the transaction of the change.

    An order without an address gets none. A job sends it after the commit. If that job is lost, `due_emails`
    still lists it.
    """
    if isinstance(kind, NoEmail):
        return
    if not Customer.objects.filter(order=event.order_id).exclude(email="").exists():
        return
    email = OrderEmail.objects.create(
        order_id=event.order_id, event=event, kind=kind, next_attempt_at=ClockTimestamp()
    )
    jobs.enqueue_after_commit(jobs.SEND_EMAIL, email_id=email.pk)


def write_missing_email(order_id: int, event_type: str) -> None:
    """Write the email of a change that the previous version recorded: it had a job for it, and no outbox."""
    event = OrderEvent.objects.filter(order=order_id, type=event_type, email=None).last()
    if event:
        write_email(event, email_for_event(event))


def due_emails() -> QuerySet[OrderEmail]:
    """Emails whose next attempt is due, the longest overdue first."""
    return _waiting().filter(next_attempt_at__lte=ClockTimestamp()).order_by("next_attempt_at", "pk")


def failing_emails() -> QuerySet[OrderEmail]:
    """Emails whose last attempt failed: those to be tried again, and those set aside in the last days."""
    set_aside = Q(status=EmailStatus.FAILED, changed_at__gt=ClockTimestamp() - TOLD_FOR)
    return OrderEmail.objects.filter(Q(status=EmailStatus.WAITING) & ~Q(error="") | set_aside)


def claim(email_id: int) -> OrderEmail | None:
    """Take an email that is due, so that no other process sends it; None if there is nothing to do."""
    claimed = due_emails().filter(pk=email_id).order_by()
    if not claimed.update(
        attempts=F("attempts") + 1, changed_at=ClockTimestamp(), next_attempt_at=ClockTimestamp() + CLAIM
    ):
        return None
    related = OrderEmail.objects.select_related("event", "order__show__movie", "order__show__hall__venue")
    return related.get(pk=email_id)


def mark_sent(email: OrderEmail) -> None:
    """The mail server took it."""
    _end(email, EmailStatus.SENT, error="", sent_at=ClockTimestamp())
    EMAILS.labels(email.kind, "sent").inc()


def mark_not_needed(email: OrderEmail) -> None:
    """What it was to tell is not true any more, or the customer's address was erased."""
    _end(email, EmailStatus.NOT_NEEDED, error="")
    EMAILS.labels(email.kind, "not_needed").inc()


def mark_failed(email: OrderEmail, error: Exception) -> None:
    """Try again later."""
    wait = min(FIRST_WAIT * 2 ** min(email.attempts - 1, 10), LONGEST_WAIT)
    _this_attempt(email).update(
        error=_name(error), changed_at=ClockTimestamp(), next_attempt_at=ClockTimestamp() + wait
    )
    _report(email, error)


def set_aside(email: OrderEmail, error: Exception) -> None:
    """Trying again is of no use: a person has to look at it."""
    _end(email, EmailStatus.FAILED, error=_name(error))
    _report(email, error)


def set_aside_old() -> None:
    """End emails that failed for days, or whose sending never came to an end."""
    old = due_emails().filter(created_at__lt=ClockTimestamp() - KEPT_TRYING, attempts__gt=0)
    for email in old:
        error = email.error or "Interrupted"
        _end(email, EmailStatus.FAILED, error=error)
        log.error("Email given up: order %s, %s, %s", email.order_id, email.kind, error)


def _waiting() -> QuerySet[OrderEmail]:
    return OrderEmail.objects.filter(status=EmailStatus.WAITING)


def _this_attempt(email: OrderEmail) -> QuerySet[OrderEmail]:
    """Nothing, if the claim ran out and another process took the email since."""
    return _waiting().filter(pk=email.pk, attempts=email.attempts)


def _end(email: OrderEmail, status: EmailStatus, **changes: object) -> None:
    rows = _waiting().filter(pk=email.pk)
    rows.update(status=status, changed_at=ClockTimestamp(), next_attempt_at=None, **changes)


def _report(email: OrderEmail, error: Exception) -> None:
    """Log without message and traceback: both may repeat the address."""
    EMAILS.labels(email.kind, "failed").inc()
    code = _server_code(error)
    answer = f", the server answered {code}" if code else ""
    log.error("Email not sent: order %s, %s, %s%s", email.order_id, email.kind, describe_error(error), answer)


def _name(error: Exception) -> str:
    """The class of an error and the mail server's code: `SMTPRecipientsRefused 550`."""
    code = _server_code(error)
    return f"{type(error).__name__} {code}" if code else type(error).__name__


def _server_code(error: Exception) -> int | None:
    """What the mail server answered, without its text, which may repeat the address."""
    if isinstance(error, SMTPResponseException):
        return error.smtp_code
    if isinstance(error, SMTPRecipientsRefused):
        return next((code for code, _ in error.recipients.values()), None)
    return None
