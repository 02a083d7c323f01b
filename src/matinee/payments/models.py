"""The ledger of the providers `demo` and `cash`, which have no system of their own."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from matinee.core.constraints import moments_check
from matinee.core.money import DECIMAL_PLACES, HIGHEST_TOTAL, MAX_DIGITS


class Status(models.TextChoices):
    """The state of a payment. Cash uses UNPAID, TAKEN and CANCELLED."""

    UNPAID = "UNPAID"
    CHALLENGED = "CHALLENGED"
    PROCESSING = "PROCESSING"
    RESERVED = "RESERVED"
    TAKEN = "TAKEN"
    DECLINED = "DECLINED"
    CANCELLED = "CANCELLED"


class LedgerPayment(models.Model):
    """One payment: the requested, captured and refunded amounts."""

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
    """A payment that moves no money. It stores the behaviour of its test card, never a whole card number."""

    card = models.TextField(db_default="", blank=True)
    card_last4 = models.TextField(
        db_default="", blank=True, help_text="The last four digits of the test card."
    )
    decline_code = models.TextField(db_default="", blank=True)
    decided_at = models.DateTimeField(null=True, help_text="When a delayed result becomes known.")

    class Meta(LedgerPayment.Meta):
        db_table = "demo_payment"
        constraints = [
            *LedgerPayment.Meta.constraints,
            moments_check("demo_payment", "created_at", "decided_at"),
        ]


class CashPayment(LedgerPayment):
    """A payment in cash at the counter."""

    class Meta(LedgerPayment.Meta):
        db_table = "cash_payment"
        constraints = [*LedgerPayment.Meta.constraints, moments_check("cash_payment", "created_at")]


class LedgerResult(models.Model):
    """The result of a request with an idempotency key."""

    id = models.BigAutoField(primary_key=True)
    reference = models.TextField()
    key = models.TextField()
    request = models.TextField()
    result = models.JSONField(default=dict)

    class Meta:
        db_table = "ledger_result"
        constraints = [models.UniqueConstraint(fields=["reference", "key"], name="one_result_per_key")]

    def __str__(self) -> str:
        return f"{self.request} of {self.reference}"
