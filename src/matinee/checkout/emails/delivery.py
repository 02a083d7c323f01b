"""Send the emails of the outbox."""

import time

from django.conf import settings

from matinee.checkout.emails import outbox
from matinee.checkout.emails.headers import UnsafeAddress
from matinee.checkout.emails.message import compose

BATCH_SECONDS = 45.0
"""The maximum duration of a batch. The next one starts a minute later and sends the rest."""


def send_email(email_id: int) -> None:
    """Send an email if it is due and no other process is sending it. A failure is recorded, not raised."""
    email = outbox.claim(email_id)
    if email is None:
        return
    try:
        message = compose(email)
        if message is None:
            outbox.mark_not_needed(email)
            return
        message.send()
    except UnsafeAddress as error:
        outbox.mark_failed_for_good(email, error)
    except Exception as error:
        outbox.mark_failed(email, error)
    else:
        if settings.SENDS_EMAIL:
            outbox.mark_sent(email)
        else:
            outbox.mark_not_sent(email)


def send_due_emails() -> int:
    """Send all due emails: those that failed before, and those that lost their job. Return the number tried.

    A failed email moves to the end of the queue, so it does not delay the others.
    """
    outbox.fail_old_emails()
    stop_at = time.monotonic() + BATCH_SECONDS
    tried = 0
    for email_id in list(outbox.due_emails().values_list("pk", flat=True)):
        if time.monotonic() > stop_at:
            break
        send_email(email_id)
        tried += 1
    return tried
