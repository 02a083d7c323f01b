"""Sending what is in the outbox."""

import time

from matinee.checkout.emails import outbox
from matinee.checkout.emails.headers import UnsafeAddress
from matinee.checkout.emails.message import compose

BATCH_SECONDS = 45.0
"""How long one round sends. What is left is sent by the next one, a minute later."""


def send_email(email_id: int) -> None:
    """Send an email, if it is due and no other process is sending it. A failure is recorded, never raised."""
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
        outbox.set_aside(email, error)
    except Exception as error:
        outbox.mark_failed(email, error)
    else:
        outbox.mark_sent(email)


def send_due_emails() -> int:
    """Send what is due and has no job: what a crash left, and what failed before; how many were tried.

    An email that fails moves behind the others, so it never holds them up.
    """
    outbox.set_aside_old()
    stop_at = time.monotonic() + BATCH_SECONDS
    tried = 0
    for email_id in list(outbox.due_emails().values_list("pk", flat=True)):
        if time.monotonic() > stop_at:
            break
        send_email(email_id)
        tried += 1
    return tried
