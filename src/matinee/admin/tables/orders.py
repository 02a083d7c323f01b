"""Orders, terms and sellers in Django's admin."""

# mypy: disable-error-code="type-arg"
# The admin classes are generic for the type checker alone: Django cannot run them subscripted.

from datetime import datetime
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from matinee.admin.actions import run_for_each
from matinee.admin.formatting import format_amount, format_local_time
from matinee.checkout.errors import NotRefundable
from matinee.checkout.models import OrderEvent, OrderLine, Payment, Seller, TicketOrder, VenueTerms
from matinee.checkout.refunds import refund_order
from matinee.checkout.services import resend_tickets


class ReadOnly(admin.TabularInline):
    """Rows of the books: to look at."""

    extra = 0
    can_delete = False

    def has_add_permission(self, _request: HttpRequest, _obj: Any = None) -> bool:
        """Nobody."""
        return False

    def has_change_permission(self, _request: HttpRequest, _obj: Any = None) -> bool:
        """Nobody."""
        return False


class Lines(ReadOnly):
    """What was sold."""

    model = OrderLine
    readonly_fields = ["kind", "seat", "name", "without_tax", "tax_rate", "of_it_tax", "paid"]
    fields = [*readonly_fields]

    @admin.display(description="net")
    def without_tax(self, line: OrderLine) -> str:
        """In the digits of the order's currency."""
        return format_amount(line.net, line.order.currency)

    @admin.display(description="tax")
    def of_it_tax(self, line: OrderLine) -> str:
        """In the digits of the order's currency."""
        return format_amount(line.tax, line.order.currency)

    @admin.display(description="gross")
    def paid(self, line: OrderLine) -> str:
        """In the digits of the order's currency."""
        return format_amount(line.gross, line.order.currency)


class Payments(ReadOnly):
    """How it was paid."""

    model = Payment
    readonly_fields = ["provider", "reference", "status", "wanted", "taken", "changed"]
    fields = [*readonly_fields]

    @admin.display(description="amount")
    def wanted(self, payment: Payment) -> str:
        """In the digits of the order's currency."""
        return format_amount(payment.amount, payment.order.currency)

    @admin.display(description="captured")
    def taken(self, payment: Payment) -> str:
        """In the digits of the order's currency."""
        return format_amount(payment.captured, payment.order.currency)

    @admin.display(description="changed at")
    def changed(self, payment: Payment) -> str:
        """By the clock of the cinema."""
        return _local(payment.order, payment.changed_at)


class History(ReadOnly):
    """The events of an order."""

    model = OrderEvent
    verbose_name_plural = "history"
    readonly_fields = ["happened", "actor", "type", "facts"]
    fields = [*readonly_fields]

    @admin.display(description="at")
    def happened(self, event: OrderEvent) -> str:
        """By the clock of the cinema."""
        return _local(event.order, event.at)


def _local(order: TicketOrder, moment: datetime | None) -> str:
    return format_local_time(moment, order.show.hall.venue.timezone)


@admin.register(TicketOrder)
class OrderAdmin(admin.ModelAdmin):
    """The books cannot be edited; refunding and sending again are actions of the list."""

    list_display = ["reference", "status", "film", "show_starts", "costs", "created", "receipt_number"]
    list_filter = ["status", "show__hall__venue"]
    list_select_related = ["show__movie", "show__hall__venue"]
    # The whole address: parts of it would let those who may see orders collect addresses.
    search_fields = ["reference", "=customer__email"]
    date_hierarchy = "created_at"
    readonly_fields = [
        *["reference", "status", "film", "show_starts", "costs", "language"],
        *["seller_name", "seller_tax_number", "receipt_number", "agreed", "created", "paid"],
    ]
    fields = [*readonly_fields]
    inlines = [Lines, Payments, History]
    actions = ["refund", "send_again"]

    @admin.display(ordering="show__movie__title")
    def film(self, order: TicketOrder) -> str:
        """What is shown."""
        return str(order.show.movie)

    @admin.display(ordering="show__starts_at")
    def show_starts(self, order: TicketOrder) -> str:
        """By the clock of the cinema."""
        return _local(order, order.show.starts_at)

    @admin.display(ordering="total", description="total")
    def costs(self, order: TicketOrder) -> str:
        """In the currency's digits."""
        return format_amount(order.total, order.currency)

    @admin.display(description="agreed at")
    def agreed(self, order: TicketOrder) -> str:
        """When Pay was pressed first."""
        return _local(order, order.agreed_at)

    @admin.display(ordering="created_at", description="created at")
    def created(self, order: TicketOrder) -> str:
        """By the clock of the cinema."""
        return _local(order, order.created_at)

    @admin.display(description="paid at")
    def paid(self, order: TicketOrder) -> str:
        """By the clock of the cinema."""
        return _local(order, order.paid_at)

    def has_add_permission(self, _request: HttpRequest) -> bool:
        """Nobody: orders are sold."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: TicketOrder | None = None) -> bool:
        """In the list, for its actions; nobody edits an order."""
        return obj is None and super().has_change_permission(request)

    def has_delete_permission(self, _request: HttpRequest, _obj: TicketOrder | None = None) -> bool:
        """Nobody: the books are kept."""
        return False

    def describe(self, order: TicketOrder) -> str:
        """Reference, film, local time and total of an order."""
        show = order.show
        total = format_amount(order.total, order.currency)
        return f"{order.reference}, {show.movie}, {_local(order, show.starts_at)}, {total}"

    @admin.action(description="Refund the whole order", permissions=["change"])
    def refund(self, request: HttpRequest, orders: QuerySet[TicketOrder]) -> None:
        """Void the tickets, admitted or not, free the seats, give the money back."""
        actor = f"staff:{request.user.pk}"
        run_for_each(
            self,
            request,
            orders,
            lambda order: refund_order(order_id=order.pk, seat_ids=None, reason="by staff", actor=actor),
            describe=self.describe,
            done="refunded; the money is on its way.",
            reasons={NotRefundable: "there are no tickets to give back."},
        )

    @admin.action(description="Send the tickets again", permissions=["change"])
    def send_again(self, request: HttpRequest, orders: QuerySet[TicketOrder]) -> None:
        """Mail the valid tickets once more."""
        run_for_each(
            self,
            request,
            orders,
            lambda order: resend_tickets(order_id=order.pk, actor=f"staff:{request.user.pk}"),
            describe=self.describe,
            done="the tickets are on their way.",
        )


@admin.register(Seller)
class SellerAdmin(admin.ModelAdmin):
    """Whose books these are."""

    list_display = ["legal_name", "tax_number"]

    def get_exclude(self, _request: HttpRequest, obj: Seller | None = None) -> list[str]:
        """Numbering begins with the first receipt."""
        return [] if obj else ["next_receipt_number"]

    def get_readonly_fields(self, _request: HttpRequest, obj: Seller | None = None) -> list[str]:
        """Whoever could type it in could leave a gap in the books."""
        return ["next_receipt_number"] if obj else []


@admin.register(VenueTerms)
class VenueTermsAdmin(admin.ModelAdmin):
    """Tax, seller and refunds of a venue."""

    list_display = ["venue", "seller", "ticket_tax_rate", "refundable_until_minutes"]
