"""Orders, terms and sellers in Django's admin."""

# mypy: disable-error-code="type-arg"
# The admin classes are generic for the type checker alone: Django cannot run them subscripted.

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest

from matinee.checkout import queue
from matinee.checkout.errors import NotRefundable
from matinee.checkout.models import AuditEntry, OrderLine, Payment, Seller, TicketOrder, VenueTerms
from matinee.checkout.refunds import refund


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
    fields = ["kind", "seat", "name", "net", "tax_rate", "tax", "gross"]


class Payments(ReadOnly):
    """How it was paid."""

    model = Payment
    fields = ["provider", "reference", "status", "amount", "captured", "changed_at"]


class History(ReadOnly):
    """What happened, and who did it."""

    model = AuditEntry
    fields = ["at", "actor", "event", "facts"]


@admin.register(TicketOrder)
class OrderAdmin(admin.ModelAdmin):
    """The books cannot be edited; refunding and sending again are actions of the list."""

    list_display = ["reference", "status", "show", "total", "currency", "created_at", "receipt_number"]
    list_filter = ["status", "show__hall__venue"]
    list_select_related = ["show__movie"]
    search_fields = ["reference", "customer__email"]
    date_hierarchy = "created_at"
    exclude = ["secret"]
    inlines = [Lines, Payments, History]
    actions = ["refund", "send_again"]

    def has_add_permission(self, _request: HttpRequest) -> bool:
        """Nobody: orders are sold."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: TicketOrder | None = None) -> bool:
        """In the list, for its actions; nobody edits an order."""
        return obj is None and super().has_change_permission(request)

    def has_delete_permission(self, _request: HttpRequest, _obj: TicketOrder | None = None) -> bool:
        """Nobody: the books are kept."""
        return False

    @admin.action(description="Refund the whole order", permissions=["change"])
    def refund(self, request: HttpRequest, orders: QuerySet[TicketOrder]) -> None:
        """Void the tickets, free the seats, give the money back."""
        for order in orders:
            try:
                refund(order_id=order.pk, seat_ids=None, reason="by staff", actor=f"staff:{request.user.pk}")
            except NotRefundable:
                self.message_user(request, f"{order} has no tickets to give back.", messages.WARNING)
            else:
                self.message_user(request, f"{order} is refunded; the money is on its way.")

    @admin.action(description="Send the tickets again", permissions=["change"])
    def send_again(self, request: HttpRequest, orders: QuerySet[TicketOrder]) -> None:
        """Mail the valid tickets once more."""
        for order in orders:
            queue.after_commit(queue.SEND_TICKETS, order_id=order.pk)
        self.message_user(request, "The tickets are on their way.")


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
