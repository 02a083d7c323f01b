"""The order: one purchase of tickets. Its states, and the queries that select orders by them."""

from typing import Self

from django.db import models
from django.db.models import (
    DecimalField,
    Exists,
    ExpressionWrapper,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
)
from django.db.models.expressions import CombinedExpression
from django.db.models.functions import Coalesce, Greatest, Now

from matinee.booking.models import IsHoldOfShow
from matinee.checkout.models.order_line import LineKind, OrderLine
from matinee.checkout.models.payment import Payment
from matinee.checkout.models.refund import Refund, RefundQuerySet, RefundStatus
from matinee.checkout.models.seller import Seller
from matinee.core.constraints import line_check, moments_check, optional_line_check
from matinee.core.currencies import CODE_PATTERN
from matinee.core.model_fields import LineField
from matinee.core.money import DECIMAL_PLACES, HIGHEST_TOTAL, MAX_DIGITS
from matinee.shows.models import Show
from matinee.tickets.models import Ticket, TicketStatus

LANGUAGE_TAG = "^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$"

MONEY = DecimalField(max_digits=MAX_DIGITS, decimal_places=DECIMAL_PLACES)
ZERO = Value(0, output_field=MONEY)


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
        return self.filter(pk__in=marked.union(_refused_refunds().values("payment__order")))

    def with_refused_refund(self) -> Self:
        """Orders with a refund that the provider refused and that is not settled."""
        return self.filter(pk__in=_refused_refunds().values("payment__order"))

    def with_attention(self) -> Self:
        """Add `needs_attention`: whether the order is one of `needing_a_person`."""
        refused = _refused_refunds().filter(payment__order=OuterRef("pk"))
        marked = Q(status=OrderStatus.NEEDS_ATTENTION) | Q(Exists(refused))
        return self.annotate(needs_attention=ExpressionWrapper(marked, output_field=models.BooleanField()))

    def payable(self) -> Self:
        """Orders without tickets that are not expired: the customer may still pay."""
        return self.filter(paid_at__isnull=True).exclude(status=OrderStatus.EXPIRED)

    def sold(self) -> Self:
        """Orders whose tickets were issued, including those refunded later."""
        return self.filter(paid_at__isnull=False)

    def owing(self) -> Self:
        """Orders that owe money to their customer."""
        return self.annotate(owed=amount_owed()).filter(owed__gt=0)


def _refused_refunds() -> RefundQuerySet:
    return Refund.objects.open().filter(status=RefundStatus.REFUSED)


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
        unassigned - _sum(kept, "order", "gross"), ZERO
    )


def _sum(
    rows: "QuerySet[Payment] | QuerySet[Refund] | QuerySet[OrderLine]", order: str, amount: str
) -> Coalesce:
    """The sum of a column over the rows of the outer query's order; 0 without rows."""
    total = rows.order_by().values(order).annotate(sum=Sum(amount)).values("sum")
    return Coalesce(Subquery(total, output_field=MONEY), ZERO)


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
