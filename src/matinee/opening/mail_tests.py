"""Test emails: a member of staff sends one to themselves, and sees whether the mail server took it."""

import logging
from smtplib import SMTPResponseException

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.utils.translation import override
from procrastinate.contrib.django import app

from matinee.audit.services import Actor, record
from matinee.core.clock import database_now
from matinee.core.jobs import enqueue
from matinee.opening.access import require
from matinee.opening.errors import NoAddress, NoMailServer
from matinee.opening.models import MailTest, MailTestStatus
from matinee.staff.locking import lock_person
from matinee.staff.permissions import Permission

log = logging.getLogger(__name__)

SEND_TEST_EMAIL = "matinee.opening.tasks.send_test_email"


@transaction.atomic
def start_mail_test(*, actor: Actor, venue_id: int, language: str) -> MailTest:
    """Enqueue a test email to the actor, instead of an earlier one.

    Raises: NoAddress, for a program; NoMailServer, since emails would go to the console; NotPermitted.
    """
    if actor.person_id is None:
        raise NoAddress
    if not settings.SENDS_EMAIL:
        raise NoMailServer
    person = lock_person(actor.person_id)
    require(actor, Permission.MANAGE_VENUE, venue_id)
    MailTest.objects.filter(person=person).delete()
    email = MailTest.objects.create(person=person, language=language)
    record(actor, "test email sent", object_type="person", object_id=person.pk, venue_id=venue_id)
    enqueue(app.configure_task(SEND_TEST_EMAIL), email_id=email.pk)
    email.refresh_from_db()
    return email


def send_test_email(email_id: int) -> None:
    """Send a test email that waits, once, and store the result."""
    email = (
        MailTest.objects.select_related("person").filter(pk=email_id, status=MailTestStatus.WAITING).first()
    )
    if email is None:
        return
    with override(email.language):
        subject, body = (
            render_to_string(f"opening/{name}.txt", using="text").strip()
            for name in ("mail_test.subject", "mail_test")
        )
    message = EmailMessage(
        subject, f"{body}\n", to=[email.person.email], headers={"Auto-Submitted": "auto-generated"}
    )
    try:
        message.send()
    except Exception as error:
        name = _name(error)
        log.warning("Test email not sent: %s", name)
        _end(email, MailTestStatus.FAILED, name)
    else:
        _end(email, MailTestStatus.SENT, "")


def _end(email: MailTest, status: MailTestStatus, error: str) -> None:
    now = database_now()
    MailTest.objects.filter(pk=email.pk).update(status=status, error=error, ended_at=now)


def _name(error: Exception) -> str:
    """The error's class and the mail server's code. Its text may contain the address."""
    code = error.smtp_code if isinstance(error, SMTPResponseException) else ""
    return f"{type(error).__name__} {code}".strip()
