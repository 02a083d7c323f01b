"""The outbox: emails are written with the change, claimed before sending, and marked afterwards.

An email is sent once, with one exception: if the process dies between the mail server's reply and the mark,
the claim expires and the email is sent again, with the same Message-ID.
"""

import logging
from datetime import timedelta
from smtplib import SMTPRecipientsRefused, SMTPResponseException

from django.db.models import F, Q, QuerySet

from matinee.checkout import jobs
from matinee.checkout.emails.kinds import EmailDecision, NoEmail
from matinee.checkout.models import Customer, EmailKind, EmailStatus, OrderEmail, OrderEvent
from matinee.core.clock import ClockTimestamp, database_now
from matinee.core.metrics import EMAILS
from matinee.core.row_failures import describe_error

CLAIM = timedelta(minutes=5)
"""How long a process may take to send an email. Longer than all timeouts of the mail server together."""

FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=1), timedelta(minutes=30)
"""Between attempts. The wait doubles after each failed attempt."""

RETRY_FOR = timedelta(days=3)
"""After this time the email is marked as failed for good."""

PERMANENT = 500
"""The lowest code of a mail server that means: do not try again."""

GIVEN_UP = "Email given up: order %s, %s, %s"

REPORT_FOR = timedelta(days=7)
"""How long an email that failed for good counts as failing."""

log = logging.getLogger(__name__)


def write_email(event: OrderEvent, decision: EmailDecision, recipient: str = "") -> None:
    """Write the email for an event, in the transaction of the event: to the customer, or to `recipient`.

    Does nothing for NoEmail, or if the customer has no address.
    A job sends the email after the commit. If the job is lost, `due_emails` still contains the email.
    """
    if isinstance(decision, NoEmail):
        return
    if not Customer.objects.filter(order=event.order_id).exclude(email="").exists():
        return
    email = OrderEmail.objects.create(
        order_id=event.order_id,
        event=event,
        kind=decision,
        former_address=recipient,
        next_attempt_at=database_now(),
    )
    jobs.enqueue_after_commit(jobs.SEND_EMAIL, email_id=email.pk)


def due_emails() -> QuerySet[OrderEmail]:
    """Return the emails whose next attempt is due, the longest overdue first."""
    return _waiting().filter(next_attempt_at__lte=ClockTimestamp()).order_by("next_attempt_at", "pk")


def failing_emails() -> QuerySet[OrderEmail]:
    """Return the emails that will be tried again, and those that failed for good within REPORT_FOR."""
    failed = Q(status=EmailStatus.FAILED, changed_at__gt=ClockTimestamp() - REPORT_FOR)
    return OrderEmail.objects.filter(Q(status=EmailStatus.WAITING) & ~Q(error="") | failed)


def claim(email_id: int) -> OrderEmail | None:
    """Claim a due email, so that no other process sends it. Return None if it is not due."""
    now = database_now()
    due = _waiting().filter(pk=email_id, next_attempt_at__lte=now)
    if not due.update(attempts=F("attempts") + 1, changed_at=now, next_attempt_at=now + CLAIM):
        return None
    related = OrderEmail.objects.select_related("event", "order__show__movie", "order__show__hall__venue")
    return related.get(pk=email_id)


def erase_former_addresses(emails: QuerySet[OrderEmail]) -> int:
    """End those of these emails that wait for a former address, and erase it. Return their number."""
    waiting = list(emails.exclude(former_address=""))
    for email in waiting:
        mark_not_needed(email)
    return len(waiting)


def mark_sent(email: OrderEmail) -> None:
    """Record that the mail server accepted the email."""
    _end(email, EmailStatus.SENT, error="", sent_at=database_now())
    EMAILS.labels(email.kind, "sent").inc()


def mark_not_sent(email: OrderEmail) -> None:
    """Record that the email was only printed to the console, because the site has no mail server."""
    _end(email, EmailStatus.NOT_SENT, error="")
    EMAILS.labels(email.kind, "not_sent").inc()


def mark_not_needed(email: OrderEmail) -> None:
    """Record that the email is no longer true, or that its address is erased or cannot be reached."""
    _end(email, EmailStatus.NOT_NEEDED, error="")
    EMAILS.labels(email.kind, "not_needed").inc()


def mark_failed(email: OrderEmail, error: Exception) -> None:
    """Record a failed attempt, and schedule the next one."""
    if email.kind == EmailKind.ADDRESS_CORRECTED and _is_refused_address(error):
        _give_up_notice(email, _name(error))
        return
    wait = min(FIRST_WAIT * 2 ** min(email.attempts - 1, 10), LONGEST_WAIT)
    now = database_now()
    _this_attempt(email).update(error=_name(error), changed_at=now, next_attempt_at=now + wait)
    _report(email, error)


def mark_failed_for_good(email: OrderEmail, error: Exception) -> None:
    """Record a permanent failure. Staff have to act."""
    _end(email, EmailStatus.FAILED, error=_name(error))
    _report(email, error)


def fail_old_emails() -> None:
    """Mark emails as failed for good after RETRY_FOR, and those whose process died while sending."""
    old = due_emails().filter(created_at__lt=ClockTimestamp() - RETRY_FOR, attempts__gt=0)
    for email in old:
        error = email.error or "Interrupted"
        if email.kind == EmailKind.ADDRESS_CORRECTED:
            _give_up_notice(email, error)
            continue
        _end(email, EmailStatus.FAILED, error=error)
        log.error(GIVEN_UP, email.order_id, email.kind, error)


def _give_up_notice(email: OrderEmail, error: str) -> None:
    """End a notice to a former address without an alarm: such an address is often mistyped."""
    mark_not_needed(email)
    log.info(GIVEN_UP, email.order_id, email.kind, error)


def _waiting() -> QuerySet[OrderEmail]:
    return OrderEmail.objects.filter(status=EmailStatus.WAITING)


def _this_attempt(email: OrderEmail) -> QuerySet[OrderEmail]:
    """Return no row if the claim has expired and another process has claimed the email."""
    return _waiting().filter(pk=email.pk, attempts=email.attempts)


def _end(email: OrderEmail, status: EmailStatus, **changes: object) -> None:
    rows = _waiting().filter(pk=email.pk)
    rows.update(status=status, changed_at=database_now(), next_attempt_at=None, former_address="", **changes)


def _report(email: OrderEmail, error: Exception) -> None:
    """Log the failure without message and traceback: both may contain the address."""
    EMAILS.labels(email.kind, "failed").inc()
    code = _server_code(error)
    reply = f", the server answered {code}" if code else ""
    log.error("Email not sent: order %s, %s, %s%s", email.order_id, email.kind, describe_error(error), reply)


def _name(error: Exception) -> str:
    """Return the error's class and the mail server's code: `SMTPRecipientsRefused 550`."""
    code = _server_code(error)
    return f"{type(error).__name__} {code}" if code else type(error).__name__


def _is_refused_address(error: Exception) -> bool:
    """Other permanent errors, such as a wrong password or a refused sender, are the site's own."""
    return isinstance(error, SMTPRecipientsRefused) and (_server_code(error) or 0) >= PERMANENT


def _server_code(error: Exception) -> int | None:
    """Return the mail server's reply code. Its text is not used, because it may contain the address."""
    if isinstance(error, SMTPResponseException):
        return error.smtp_code
    if isinstance(error, SMTPRecipientsRefused):
        return next((code for code, _ in error.recipients.values()), None)
    return None
