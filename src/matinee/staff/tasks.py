"""The jobs of the team."""

from procrastinate.contrib.django import app

from matinee.core.jobs import RETRY_WITH_BACKOFF
from matinee.staff.invitation_email import SEND_INVITATION, send_invitation_email


@app.task(name=SEND_INVITATION, retry=RETRY_WITH_BACKOFF)
def send_invitation(person_id: int) -> None:
    """Send the link of a person's open invitation."""
    send_invitation_email(person_id)
