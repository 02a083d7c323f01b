"""The email with the link of an invitation, if the site sends email."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils.translation import override
from procrastinate.contrib.django import app

from matinee.core.jobs import enqueue
from matinee.staff.invitations import is_open, link_of
from matinee.staff.models import Invitation

SEND_INVITATION = "matinee.staff.tasks.send_invitation"


def send_after_commit(invitation: Invitation) -> None:
    """Enqueue the email. Without a mail server, the inviter passes the link on."""
    if settings.DEFAULT_FROM_EMAIL:
        enqueue(app.configure_task(SEND_INVITATION), person_id=invitation.pk)


def send_invitation_email(person_id: int) -> None:
    """Send the link of a person's invitation, unless it was accepted or has ended."""
    invitation = Invitation.objects.select_related("user", "invited_by").filter(pk=person_id).first()
    if invitation is None or not is_open(invitation):
        return
    with override(invitation.language):
        subject, body = (
            _text(name, link=link_of(invitation)) for name in ("invitation.subject", "invitation")
        )
    EmailMessage(
        subject, f"{body}\n", to=[invitation.user.email], headers={"Auto-Submitted": "auto-generated"}
    ).send()


def _text(name: str, **values: str) -> str:
    return render_to_string(f"staff/{name}.txt", values, using="text").strip()
