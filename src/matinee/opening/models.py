"""Emails with which staff test the mail server."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from matinee.core.constraints import moments_check, optional_line_check
from matinee.core.model_fields import LineField
from matinee.staff.models import User


class MailTestStatus(models.TextChoices):
    """Whether a test email arrived at the mail server."""

    WAITING = "WAITING"
    SENT = "SENT"
    FAILED = "FAILED"


class MailTest(models.Model):
    """A test email to a member of staff. A new one replaces the person's last one."""

    id = models.BigAutoField(primary_key=True)
    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    language = models.TextField(db_default="en")
    status = models.TextField(choices=MailTestStatus.choices, db_default=MailTestStatus.WAITING)
    error = LineField(db_default="", default="", blank=True, help_text="Class and code of the error.")
    created_at = models.DateTimeField(db_default=Now())
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "mail_test"
        constraints = [
            models.UniqueConstraint(fields=["person"], name="one_mail_test_per_person"),
            models.CheckConstraint(
                condition=Q(status__in=MailTestStatus.values), name="mail_test_status_is_known"
            ),
            optional_line_check("mail_test", "error"),
            optional_line_check("mail_test", "language"),
            moments_check("mail_test", "created_at", "ended_at"),
        ]

    def __str__(self) -> str:
        return f"test email {self.pk}: {self.status}"
