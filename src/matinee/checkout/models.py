"""Orders with their lines, payments, refunds, events and emails; the sellers and their terms."""

from typing import Self

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import DecimalField, Exists, F, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.expressions import CombinedExpression
from django.db.models.functions import Coalesce, Greatest, Lower, Now

from matinee.booking.models import IsHoldOfShow
from matinee.core.constraints import (
    email_check,
    line_check,
    moments_check,
    optional_line_check,
    range_check,
    tax_rate_check,
)
from matinee.core.currencies import CODE_PATTERN
from matinee.core.model_fields import EmailTextField, LineField, TaxRateField
from matinee.core.money import DECIMAL_PLACES, HIGHEST_TOTAL, MAX_DIGITS
from matinee.pricing.models import TicketType
from matinee.shows.models import Show
from matinee.tickets.models import Ticket, TicketStatus
from matinee.venues.models import Seat, Venue

LANGUAGE_TAG = "^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$"

MAX_NAME_LENGTH = 200
"""The length of a customer's name."""
MAX_REFUNDABLE_MINUTES = 366 * 24 * 60


class Seller(models.Model):
    """A legal seller. Each has receipt numbers without gaps."""

    id = models.BigAutoField(primary_key=True)
    legal_name = LineField()
    tax_number = LineField(db_default="", blank=True)
    next_receipt_number = models.PositiveBigIntegerField(db_default=1)

    class Meta:
        db_table = "seller"
        constraints = [line_check("seller", "legal_name"), optional_line_check("seller", "tax_number")]

    def __str__(self) -> str:
        return self.legal_name


class VenueTerms(models.Model):
    """The terms of sale of a venue. Without a row: no receipts, no tax, no refunds by the customer."""

    venue = models.OneToOneField(Venue, on_delete=models.PROTECT, primary_key=True, related_name="terms")
    seller = models.ForeignKey(Seller, on_delete=models.PROTECT, related_name="+")
    ticket_tax_rate = TaxRateField(db_default=0, help_text="Per cent, included in every price.")
    refundable_until_minutes = models.PositiveIntegerField(
        null=True,
        blank=True,
        validators=[MaxValueValidator(MAX_REFUNDABLE_MINUTES)],
        help_text="Before the show, by the customer; empty for never.",
    )

    class Meta:
        db_table = "venue_terms"
        verbose_name_plural = "venue terms"
        constraints = [
            tax_rate_check("venue_terms", "ticket_tax_rate"),
            range_check("venue_terms", "refundable_until_minutes", 0, MAX_REFUNDABLE_MINUTES),
        ]

    def __str__(self) -> str:
        return f"{self.seller} at {self.venue}"


class OrderStatus(models.TextChoices):
    """The state of an order."""

    PENDING = "PENDING"
    PAID = "PAID"
    PARTLY_REFUNDED = "PARTLY_REFUNDED"
    REFUNDED = "REFUNDED"
    EXPIRED = "EXPIRED"
    NEEDS_ATTENTION = "NEEDS_ATTENTION"


class TicketOrderQuerySet(models.QuerySet["TicketOrder"]):
    """Selects orders by their state. Nothing else lists order statuses.

    Most methods read tickets, payments and refunds instead of the status: an order keeps NEEDS_ATTENTION
    until a person settles it, whatever happens to its tickets and its money.
    """

    def holding_seats(self) -> Self:
        """Orders with at least one valid ticket, admitted or not."""
        tickets = Ticket.objects.filter(order_line__order=OuterRef("pk"), status=TicketStatus.VALID)
        return self.filter(Exists(tickets))

    def needing_a_person(self) -> Self:
        """Orders that are marked NEEDS_ATTENTION, or that have a refused refund that is not settled."""
        marked = TicketOrder.objects.filter(status=OrderStatus.NEEDS_ATTENTION).values("pk")
        refused = Refund.objects.open().filter(status=RefundStatus.REFUSED).values("payment__order")
        return self.filter(pk__in=marked.union(refused))

    def payable(self) -> Self:
        """Orders without tickets that are not expired: the customer may still pay."""
        return self.filter(paid_at__isnull=True).exclude(status=OrderStatus.EXPIRED)

    def sold(self) -> Self:
        """Orders whose tickets were issued, including those refunded later."""
        return self.filter(paid_at__isnull=False)

    def owing(self) -> Self:
        """Orders that owe money to their customer."""
        return self.annotate(owed=amount_owed()).filter(owed__gt=0)


def amount_owed() -> CombinedExpression:
    """The amount that an order owes to its customer, as an expression for a query of orders.

    It is the sum of the open refunds, and of captured money that is neither refunded nor the price of a line
    that the customer keeps. The money of a pending order does not count: it can still buy the tickets.
    """
    of_order = OuterRef("pk")
    refunds = Refund.objects.filter(payment__order=of_order)
    captured = Payment.objects.filter(order=of_order).exclude(order__status=OrderStatus.PENDING)
    sold = OrderLine.objects.filter(order=of_order, order__paid_at__isnull=False)
    kept = sold.filter(~Q(kind=LineKind.TICKET) | Q(ticket__status=TicketStatus.VALID))
    unassigned = _sum(captured, "order", "captured") - _sum(refunds, "payment__order", "amount")
    return _sum(refunds.open(), "payment__order", "amount") + Greatest(
        unassigned - _sum(kept, "order", "gross"), NOTHING
    )


MONEY = DecimalField(max_digits=MAX_DIGITS, decimal_places=DECIMAL_PLACES)
NOTHING = Value(0, output_field=MONEY)


def _sum(
    rows: "QuerySet[Payment] | QuerySet[Refund] | QuerySet[OrderLine]", order: str, amount: str
) -> Coalesce:
    """The sum of a column over the rows of the outer query's order; 0 without rows."""
    total = rows.order_by().values(order).annotate(sum=Sum(amount)).values("sum")
    return Coalesce(Subquery(total, output_field=MONEY), NOTHING)


class TicketOrder(models.Model):
    """One purchase. `reference` is for people, `secret` opens its page. Personal data is in Customer only."""

    id = models.BigAutoField(primary_key=True)
    reference = models.TextField(unique=True)
    secret = models.TextField(unique=True)
    show = models.ForeignKey(Show, on_delete=models.PROTECT, related_name="orders")
    hold_id = models.UUIDField(editable=False, help_text="The hold that is being paid for.")
    hold_bits = models.UUIDField(editable=False, help_text="Its random bits (B5).")
    status = models.TextField(choices=OrderStatus.choices, db_default=OrderStatus.PENDING)
    total = models.DecimalField(max_digits=MAX_DIGITS, decimal_places=DECIMAL_PLACES)
    currency = models.TextField()
    language = models.TextField(db_default="en", help_text="The language of the customer's emails.")
    seller_name = LineField(db_default="", blank=True)
    seller_tax_number = LineField(db_default="", blank=True)
    seller = models.ForeignKey(Seller, on_delete=models.PROTECT, null=True, blank=True, related_name="orders")
    receipt_number = models.PositiveBigIntegerField(null=True, blank=True)
    agreed_at = models.DateTimeField(db_default=Now(), help_text="The first time that Pay was pressed.")
    created_at = models.DateTimeField(db_default=Now())
    paid_at = models.DateTimeField(null=True, blank=True)

    objects = TicketOrderQuerySet.as_manager()

    class Meta:
        db_table = "ticket_order"
        constraints = [
            models.UniqueConstraint(
                fields=["hold_id"], condition=~Q(status=OrderStatus.EXPIRED), name="one_open_order_per_hold"
            ),
            models.UniqueConstraint(fields=["seller", "receipt_number"], name="one_receipt_per_number"),
            models.CheckConstraint(
                condition=Q(total__gte=0, total__lte=HIGHEST_TOTAL), name="order_total_is_not_negative"
            ),
            models.CheckConstraint(condition=Q(status__in=OrderStatus.values), name="order_status_is_known"),
            models.CheckConstraint(condition=Q(IsHoldOfShow()), name="order_is_of_the_holds_show"),
            line_check("ticket_order", "reference"),
            models.CheckConstraint(condition=Q(language__regex=LANGUAGE_TAG), name="order_language_is_a_tag"),
            models.CheckConstraint(
                condition=Q(currency__regex=CODE_PATTERN), name="order_currency_is_a_code"
            ),
            optional_line_check("ticket_order", "seller_name"),
            optional_line_check("ticket_order", "seller_tax_number"),
            moments_check("ticket_order", "agreed_at", "created_at", "paid_at"),
        ]
        indexes = [
            models.Index(
                fields=["agreed_at"], condition=Q(status=OrderStatus.PENDING), name="open_orders_by_age"
            ),
            models.Index(
                fields=["id"],
                condition=Q(status=OrderStatus.NEEDS_ATTENTION),
                name="order_needs_attention",
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class Customer(models.Model):
    """The personal data of an order, in a table of its own, so that it can be erased."""

    order = models.OneToOneField(
        TicketOrder, on_delete=models.CASCADE, primary_key=True, related_name="customer"
    )
    name = LineField(max_length=MAX_NAME_LENGTH, db_default="", blank=True)
    email = EmailTextField(db_default="", blank=True)

    class Meta:
        db_table = "customer"
        indexes = [models.Index(Lower("email"), name="customer_by_mail_address")]
        constraints = [
            optional_line_check("customer", "name", max_length=MAX_NAME_LENGTH),
            email_check("customer", "email"),
        ]

    def __str__(self) -> str:
        return f"customer of {self.order_id}"


class LineKind(models.TextChoices):
    """The kind of an order line."""

    TICKET = "ticket"
    FEE = "fee"
    PRODUCT = "product"


class OrderLine(models.Model):
    """One line of an order. Its amounts are frozen when Pay is pressed: net + tax = gross."""

    id = models.BigAutoField(primary_key=True)
    order = models.ForeignKey(TicketOrder, on_delete=models.PROTECT, related_name="lines")
    kind = models.TextField(choices=LineKind.choices, db_default=LineKind.TICKET)
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, null=True, related_name="+")
    ticket_type = models.ForeignKey(TicketType, on_delete=models.PROTECT, null=True, related_name="+")
    ticket = models.OneToOneField(Ticket, on_delete=models.PROTECT, null=True, related_name="order_line")
    name = LineField(db_default="", blank=True, help_text="The name at the time of sale.")
    net = models.DecimalField(max_digits=MAX_DIGITS, decimal_places=DECIMAL_PLACES)
    tax_rate = TaxRateField(help_text="Per cent.")
    tax = models.DecimalField(max_digits=MAX_DIGITS, decimal_places=DECIMAL_PLACES)
    gross = models.DecimalField(max_digits=MAX_DIGITS, decimal_places=DECIMAL_PLACES)

    class Meta:
        db_table = "order_line"
        constraints = [
            models.UniqueConstraint(fields=["order", "seat"], name="one_line_per_seat"),
            models.CheckConstraint(condition=Q(gross=F("net") + F("tax")), name="net_and_tax_make_gross"),
            models.CheckConstraint(condition=Q(kind__in=LineKind.values), name="line_kind_is_known"),
            optional_line_check("order_line", "name"),
            tax_rate_check("order_line", "tax_rate"),
        ]

    def __str__(self) -> str:
        return self.name or self.kind


class PaymentStatus(models.TextChoices):
    """The state of a payment. Each step is recorded before it is tried."""

    BEGUN = "BEGUN"
    NEEDS_ACTION = "NEEDS_ACTION"
    PENDING = "PENDING"
    AUTHORISED = "AUTHORISED"
    SETTLED = "SETTLED"
    DECLINED = "DECLINED"
    CANCELLING = "CANCELLING"
    CANCELLED = "CANCELLED"


class Payment(models.Model):
    """A payment for an order at one provider. It can be tried again after a decline."""

    id = models.BigAutoField(primary_key=True)
    order = models.ForeignKey(TicketOrder, on_delete=models.PROTECT, related_name="payments")
    provider = models.TextField()
    reference = models.TextField(db_default="", blank=True, help_text="The provider's id of the payment.")
    status = models.TextField(choices=PaymentStatus.choices, db_default=PaymentStatus.BEGUN)
    amount = models.DecimalField(max_digits=MAX_DIGITS, decimal_places=DECIMAL_PLACES)
    captured = models.DecimalField(max_digits=MAX_DIGITS, decimal_places=DECIMAL_PLACES, db_default=0)
    attempt = models.PositiveSmallIntegerField(db_default=1, help_text="Part of the key of each attempt.")
    next_action = models.JSONField(null=True, blank=True, help_text="The next step in the browser.")
    client = models.BigIntegerField(
        null=True,
        editable=False,
        help_text="Digest of the last client, while declines are counted.",
    )
    changed_at = models.DateTimeField(db_default=Now())
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "payment"
        indexes = [
            models.Index(
                fields=["client", "changed_at"], condition=Q(client__isnull=False), name="payment_by_client"
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["provider", "reference"], condition=~Q(reference=""), name="one_payment_per_reference"
            ),
            models.CheckConstraint(
                condition=Q(status__in=PaymentStatus.values), name="payment_status_is_known"
            ),
            models.CheckConstraint(
                condition=Q(captured__gte=0, captured__lte=F("amount"), amount__lte=HIGHEST_TOTAL),
                name="captured_fits",
            ),
            moments_check("payment", "changed_at", "created_at"),
        ]

    def __str__(self) -> str:
        return f"{self.provider} {self.reference}: {self.status}"


class RefundStatus(models.TextChoices):
    """QUEUED until the provider has paid the refund or refused it."""

    QUEUED = "QUEUED"
    DONE = "DONE"
    REFUSED = "REFUSED"


class RefundQuerySet(models.QuerySet["Refund"]):
    """Selects refunds by their state."""

    def open(self) -> Self:
        """Refunds that are not paid: queued, or refused by the provider and not settled."""
        return self.exclude(status=RefundStatus.DONE).filter(settled_at__isnull=True)


class Refund(models.Model):
    """An amount to pay back. The seats are already free (B17).

    A refused refund stays REFUSED. `settled_at` and `settled_how` record when and how a person paid it in
    another way.
    """

    id = models.BigAutoField(primary_key=True)
    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="refunds")
    amount = models.DecimalField(max_digits=MAX_DIGITS, decimal_places=DECIMAL_PLACES)
    status = models.TextField(choices=RefundStatus.choices, db_default=RefundStatus.QUEUED)
    reason = models.TextField(db_default="", blank=True)
    message = models.TextField(db_default="", blank=True, help_text="The provider's reason for refusing.")
    created_at = models.DateTimeField(db_default=Now())
    done_at = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_how = LineField(db_default="", blank=True, help_text="How a person paid the refund.")

    objects = RefundQuerySet.as_manager()

    class Meta:
        db_table = "refund"
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__gt=0, amount__lte=HIGHEST_TOTAL), name="refund_is_positive"
            ),
            models.CheckConstraint(
                condition=Q(status__in=RefundStatus.values), name="refund_status_is_known"
            ),
            optional_line_check("refund", "settled_how"),
            models.CheckConstraint(
                condition=Q(settled_at__isnull=True, settled_how="")
                | (Q(settled_at__isnull=False, status=RefundStatus.REFUSED) & ~Q(settled_how="")),
                name="settled_refund_was_refused_and_says_how",
            ),
            moments_check("refund", "created_at", "done_at", "settled_at"),
        ]
        indexes = [
            models.Index(
                fields=["payment"],
                condition=Q(settled_at__isnull=True) & ~Q(status=RefundStatus.DONE),
                name="open_refund",
            ),
        ]

    def __str__(self) -> str:
        return f"refund of {self.payment}: {self.status}"


class OrderEvent(models.Model):
    """One event of an order: what happened, and by whom. A trigger makes the table append-only."""

    id = models.BigAutoField(primary_key=True)
    order = models.ForeignKey(TicketOrder, on_delete=models.PROTECT, related_name="events")
    at = models.DateTimeField(db_default=Now())
    actor = models.TextField(
        help_text="`customer`, `provider`, `system`, `staff:` and an account's id, `operator:` and a login."
    )
    type = models.TextField(help_text="One of those in `emails.kinds`.")
    facts = models.JSONField(db_default={}, default=dict, help_text="Ids and amounts, nothing personal.")

    class Meta:
        db_table = "order_event"
        constraints = [moments_check("order_event", "at")]

    def __str__(self) -> str:
        return f"{self.type} by {self.actor}"


class IdempotencyKey(models.Model):
    """The response to a repeated request (B15). References only, no personal data."""

    key_digest = models.BinaryField(primary_key=True)
    request_digest = models.BinaryField()
    order = models.ForeignKey(TicketOrder, on_delete=models.CASCADE, null=True)
    completed = models.BooleanField(db_default=False)
    decline_code = models.TextField(
        db_default="", blank=True, help_text="If the response was a declined payment."
    )
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "idempotency_key"
        constraints = [moments_check("idempotency_key", "created_at")]
        indexes = [models.Index(fields=["created_at"], name="idempotency_key_by_age")]

    def __str__(self) -> str:
        return f"key of order {self.order_id}"


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


class EmailStatus(models.TextChoices):
    """WAITING until the email is sent, has failed for good, or is no longer needed."""

    WAITING = "WAITING"
    SENT = "SENT"
    FAILED = "FAILED"
    NOT_NEEDED = "NOT_NEEDED"


class OrderEmail(models.Model):
    """The outbox: at most one email per order event, written in the transaction of the event.

    It contains no personal data: the address is read from `customer` when the email is sent.
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
