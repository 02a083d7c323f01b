"""The books of the providers that have none elsewhere: the demo and the till."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from matinee.core.constraints import moments_check
from matinee.core.money import DECIMAL_PLACES, HIGHEST_TOTAL, MAX_DIGITS


class Status(models.TextChoices):
    """How a payment stands. Cash knows UNPAID, TAKEN and CANCELLED."""

    UNPAID = "UNPAID"
    CHALLENGED = "CHALLENGED"
    PROCESSING = "PROCESSING"
    RESERVED = "RESERVED"
    TAKEN = "TAKEN"
    DECLINED = "DECLINED"
    CANCELLED = "CANCELLED"


class LedgerPayment(models.Model):
    """One payment: what was asked, taken and given back."""

    reference = models.TextField(primary_key=True)
    begin_key = models.TextField(unique=True)
    order = models.TextField()
    amount = models.DecimalField(max_digits=MAX_DIGITS, decimal_places=DECIMAL_PLACES)
    currency = models.TextField()
    status = models.TextField(choices=Status.choices, db_default=Status.UNPAID)
    captured = models.DecimalField(max_digits=MAX_DIGITS, decimal_places=DECIMAL_PLACES, db_default=0)
    refunded = models.DecimalField(max_digits=MAX_DIGITS, decimal_places=DECIMAL_PLACES, db_default=0)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(condition=Q(status__in=Status.values), name="%(class)s_status_is_known"),
            models.CheckConstraint(
                condition=Q(captured__gte=0, captured__lte=F("amount"), amount__lte=HIGHEST_TOTAL),
                name="%(class)s_takes_no_more_than_asked",
            ),
            models.CheckConstraint(
                condition=Q(refunded__gte=0, refunded__lte=F("captured")),
                name="%(class)s_returns_no_more_than_taken",
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class DemoPayment(LedgerPayment):
    """A payment that moves no money. Keeps what its test card does, never a card number."""

    card = models.TextField(db_default="", blank=True)
    decline_code = models.TextField(db_default="", blank=True)
    decided_at = models.DateTimeField(null=True, help_text="When a late answer is there.")

    class Meta(LedgerPayment.Meta):
        db_table = "demo_payment"
        constraints = [
            *LedgerPayment.Meta.constraints,
            moments_check("demo_payment", "created_at", "decided_at"),
        ]


class CashPayment(LedgerPayment):
    """Money over the counter."""

    class Meta(LedgerPayment.Meta):
        db_table = "cash_payment"
        constraints = [*LedgerPayment.Meta.constraints, moments_check("cash_payment", "created_at")]


class LedgerAnswer(models.Model):
    """What a key was answered, and for which request."""

    id = models.BigAutoField(primary_key=True)
    reference = models.TextField()
    key = models.TextField()
    request = models.TextField()
    answer = models.JSONField(default=dict)

    class Meta:
        db_table = "ledger_answer"
        constraints = [models.UniqueConstraint(fields=["reference", "key"], name="one_answer_per_key")]

    def __str__(self) -> str:
        return f"{self.request} of {self.reference}"
