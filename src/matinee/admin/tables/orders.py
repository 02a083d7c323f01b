"""Orders, terms and sellers in Django's admin."""

# mypy: disable-error-code="type-arg"
# The admin classes are generic for the type checker alone: Django cannot run them subscripted.

from datetime import datetime
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from matinee.admin.actions import run_for_each
from matinee.admin.concurrency import raise_versions, save_changed
from matinee.admin.formatting import format_amount, format_local_time
from matinee.audit.services import Actor
from matinee.checkout.errors import NothingToSend, NotRefundable
from matinee.checkout.models import (
    LegalPage,
    OrderEvent,
    OrderLine,
    Payment,
    Seller,
    TicketOrder,
    VenueTerms,
)
from matinee.checkout.refunds import refund_order
from matinee.checkout.services import resend_tickets


class ReadOnly(admin.TabularInline):
    """Read-only rows of an order."""

    extra = 0
    can_delete = False

    def has_add_permission(self, _request: HttpRequest, _obj: Any = None) -> bool:
        """Never."""
        return False

    def has_change_permission(self, _request: HttpRequest, _obj: Any = None) -> bool:
        """Never."""
        return False


class OrderLines(ReadOnly):
    """The lines of an order."""

    model = OrderLine
    readonly_fields = ["kind", "seat", "name", "net_amount", "tax_rate", "tax_amount", "gross_amount"]
    fields = [*readonly_fields]

    @admin.display(description="net")
    def net_amount(self, line: OrderLine) -> str:
        """Format in the order's currency."""
        return format_amount(line.net, line.order.currency)

    @admin.display(description="tax")
    def tax_amount(self, line: OrderLine) -> str:
        """Format in the order's currency."""
        return format_amount(line.tax, line.order.currency)

    @admin.display(description="gross")
    def gross_amount(self, line: OrderLine) -> str:
        """Format in the order's currency."""
        return format_amount(line.gross, line.order.currency)


class Payments(ReadOnly):
    """The payments of an order."""

    model = Payment
    readonly_fields = ["provider", "reference", "status", "requested", "captured_amount", "changed"]
    fields = [*readonly_fields]

    @admin.display(description="amount")
    def requested(self, payment: Payment) -> str:
        """Format in the order's currency."""
        return format_amount(payment.amount, payment.order.currency)

    @admin.display(description="captured")
    def captured_amount(self, payment: Payment) -> str:
        """Format in the order's currency."""
        return format_amount(payment.captured, payment.order.currency)

    @admin.display(description="changed at")
    def changed(self, payment: Payment) -> str:
        """Format in the venue's time zone."""
        return _local(payment.order, payment.changed_at)


class History(ReadOnly):
    """The events of an order."""

    model = OrderEvent
    verbose_name_plural = "history"
    readonly_fields = ["happened", "actor", "type", "facts"]
    fields = [*readonly_fields]

    @admin.display(description="at")
    def happened(self, event: OrderEvent) -> str:
        """Format in the venue's time zone."""
        return _local(event.order, event.at)


def _local(order: TicketOrder, moment: datetime | None) -> str:
    return format_local_time(moment, order.show.hall.venue.timezone)


@admin.register(TicketOrder)
class OrderAdmin(admin.ModelAdmin):
    """Orders are read-only. The list has actions to refund an order and to resend its tickets."""

    list_display = ["reference", "status", "film", "show_starts", "costs", "created", "receipt_number"]
    list_filter = ["status", "show__hall__venue"]
    list_select_related = ["show__movie", "show__hall__venue"]
    # Only the whole address matches: a search by parts would let staff collect addresses.
    search_fields = ["reference", "=customer__email"]
    date_hierarchy = "created_at"
    readonly_fields = [
        *["reference", "status", "film", "show_starts", "costs", "language"],
        *["seller_name", "seller_tax_number", "receipt_number", "agreed", "created", "paid"],
    ]
    fields = [*readonly_fields]
    inlines = [OrderLines, Payments, History]
    actions = ["refund", "send_again"]

    @admin.display(ordering="show__movie__title")
    def film(self, order: TicketOrder) -> str:
        """Return the film."""
        return str(order.show.movie)

    @admin.display(ordering="show__starts_at")
    def show_starts(self, order: TicketOrder) -> str:
        """Format in the venue's time zone."""
        return _local(order, order.show.starts_at)

    @admin.display(ordering="total", description="total")
    def costs(self, order: TicketOrder) -> str:
        """Format in the order's currency."""
        return format_amount(order.total, order.currency)

    @admin.display(description="agreed at")
    def agreed(self, order: TicketOrder) -> str:
        """Time of the first attempt to pay."""
        return _local(order, order.agreed_at)

    @admin.display(ordering="created_at", description="created at")
    def created(self, order: TicketOrder) -> str:
        """Format in the venue's time zone."""
        return _local(order, order.created_at)

    @admin.display(description="paid at")
    def paid(self, order: TicketOrder) -> str:
        """Format in the venue's time zone."""
        return _local(order, order.paid_at)

    def has_add_permission(self, _request: HttpRequest) -> bool:
        """Never: orders are created by sales."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: TicketOrder | None = None) -> bool:
        """Only in the list, for its actions. An order cannot be edited."""
        return obj is None and super().has_change_permission(request)

    def has_delete_permission(self, _request: HttpRequest, _obj: TicketOrder | None = None) -> bool:
        """Never: orders must be retained."""
        return False

    def describe(self, order: TicketOrder) -> str:
        """Describe an order: reference, film, local time and total."""
        show = order.show
        total = format_amount(order.total, order.currency)
        return f"{order.reference}, {show.movie}, {_local(order, show.starts_at)}, {total}"

    @admin.action(description="Refund the whole order", permissions=["change"])
    def refund(self, request: HttpRequest, orders: QuerySet[TicketOrder]) -> None:
        """Void the tickets, even after admission, release the seats, and refund the money."""
        actor = Actor(person_id=request.user.pk)
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
        """Send the valid tickets by email again."""
        run_for_each(
            self,
            request,
            orders,
            lambda order: resend_tickets(order_id=order.pk, actor=Actor(person_id=request.user.pk)),
            describe=self.describe,
            done="the tickets are on their way.",
            reasons={NothingToSend: "there is no valid ticket, or no email address."},
        )


@admin.register(Seller)
class SellerAdmin(admin.ModelAdmin):
    """The legal sellers."""

    list_display = ["legal_name", "tax_number"]

    def get_exclude(self, _request: HttpRequest, obj: Seller | None = None) -> list[str]:
        """Hide the receipt number of a new seller: numbering starts with its first receipt."""
        return [] if obj else ["next_receipt_number"]

    def get_readonly_fields(self, _request: HttpRequest, obj: Seller | None = None) -> list[str]:
        """Make the receipt number read-only, because numbers must have no gaps."""
        return ["next_receipt_number"] if obj else []

    def save_model(self, request: HttpRequest, obj: Seller, form: Any, change: bool) -> None:
        """Save. Forms of the staff app for its venues are stale then."""
        if change:
            raise_versions(VenueTerms.objects.filter(seller=obj).values_list("venue_id", flat=True))
            save_changed(obj, form)
        else:
            super().save_model(request, obj, form, change)


class PartOfVenueAdmin(admin.ModelAdmin):
    """Rows that the staff app edits together with their venue. A row stays at its venue."""

    def get_readonly_fields(self, _request: HttpRequest, obj: Any = None) -> list[str]:
        """Fix the venue of an existing row."""
        return ["venue"] if obj else []

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Save. A form of the staff app is stale then."""
        raise_versions([obj.venue_id])
        if change:
            save_changed(obj, form)
        else:
            super().save_model(request, obj, form, change)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        """Delete. A form of the staff app is stale then."""
        raise_versions([obj.venue_id])
        super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet) -> None:
        """Delete all. Forms of the staff app are stale then."""
        raise_versions(queryset.values_list("venue_id", flat=True))
        super().delete_queryset(request, queryset)


@admin.register(VenueTerms)
class VenueTermsAdmin(PartOfVenueAdmin):
    """Tax, seller and refunds of a venue."""

    list_display = ["venue", "seller", "ticket_tax_rate", "refundable_until_minutes", "refund_limit"]


@admin.register(LegalPage)
class LegalPageAdmin(PartOfVenueAdmin):
    """Imprint, terms, privacy and accessibility of a venue, by language."""

    list_display = ["venue", "kind", "language"]
    list_filter = ["venue", "kind", "language"]
    list_select_related = ["venue"]
