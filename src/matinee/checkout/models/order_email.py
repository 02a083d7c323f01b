"""The outbox of emails about orders."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from matinee.checkout.models.order import TicketOrder
from matinee.checkout.models.order_event import OrderEvent
from matinee.core.constraints import email_check, moments_check
from matinee.core.model_fields import EmailTextField


class EmailKind(models.TextChoices):
    """The subject of an email. The value is the name of its templates."""

    TICKETS = "tickets"
    LINK = "link"
    REFUND = "refund"
    REFUND_REFUSED = "refund_refused"
    REFUND_SETTLED = "refund_settled"
    SHOW_CANCELLED = "show_cancelled"
    SHOW_MOVED = "show_moved"
    CAPTURE_FAILED = "capture_failed"
    NOT_COMPLETED = "not_completed"
    PAYMENT_RETURNED = "payment_returned"
    NEEDS_ATTENTION = "needs_attention"
    ADDRESS_CORRECTED = "address_corrected"


class EmailStatus(models.TextChoices):
    """WAITING until the email is sent, has failed for good, or is no longer needed.

    NOT_SENT: the site had no mail server, so the email was only printed to the console.
    """

    WAITING = "WAITING"
    SENT = "SENT"
    FAILED = "FAILED"
    NOT_NEEDED = "NOT_NEEDED"
    NOT_SENT = "NOT_SENT"


class OrderEmail(models.Model):
    """The outbox: at most one email per order event, written in the transaction of the event.

    The address is read from `customer` when the email is sent, except for an email to a former address.
    """

    id = models.BigAutoField(primary_key=True)
    order = models.ForeignKey(TicketOrder, on_delete=models.PROTECT, related_name="emails")
    event = models.OneToOneField(
        OrderEvent,
        on_delete=models.PROTECT,
        related_name="email",
        help_text="The reported event.",
    )
    kind = models.TextField(choices=EmailKind.choices)
    former_address = EmailTextField(
        db_default="",
        blank=True,
        help_text="The address, if it is no longer the customer's. Erased when the email has ended.",
    )
    status = models.TextField(choices=EmailStatus.choices, db_default=EmailStatus.WAITING)
    attempts = models.PositiveIntegerField(db_default=0)
    error = models.TextField(db_default="", blank=True, help_text="Class and code of the last failure.")
    created_at = models.DateTimeField(db_default=Now())
    changed_at = models.DateTimeField(db_default=Now(), help_text="The time of the last attempt.")
    next_attempt_at = models.DateTimeField(
        null=True,
        blank=True,
        db_default=Now(),
        help_text="During sending: the end of the claim.",
    )
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "order_email"
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=EmailKind.values), name="email_kind_is_known"),
            models.CheckConstraint(condition=Q(status__in=EmailStatus.values), name="email_status_is_known"),
            models.CheckConstraint(
                condition=Q(status=EmailStatus.WAITING, next_attempt_at__isnull=False)
                | (~Q(status=EmailStatus.WAITING) & Q(next_attempt_at__isnull=True)),
                name="waiting_email_has_its_next_attempt",
            ),
            models.CheckConstraint(
                condition=Q(status=EmailStatus.SENT, sent_at__isnull=False)
                | (~Q(status=EmailStatus.SENT) & Q(sent_at__isnull=True)),
                name="sent_email_has_its_time",
            ),
            models.CheckConstraint(
                condition=Q(former_address="")
                | Q(kind=EmailKind.ADDRESS_CORRECTED, status=EmailStatus.WAITING),
                name="ended_email_has_no_former_address",
            ),
            email_check("order_email", "former_address"),
            moments_check("order_email", "created_at", "changed_at", "next_attempt_at", "sent_at"),
        ]
        indexes = [
            models.Index(
                fields=["next_attempt_at"],
                condition=Q(status__in=[EmailStatus.WAITING, EmailStatus.FAILED]),
                name="unsent_emails_by_attempt",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} for order {self.order_id}: {self.status}"
