"""The programme and its prices in Django's admin."""

# mypy: disable-error-code="type-arg"
# The admin classes are generic for the type checker alone: Django cannot run them subscripted.

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest

from matinee.checkout.show_refunds import call_off, progress
from matinee.shows.models import SeatSupplement, Show, ShowStatus, TicketType
from matinee.shows.queries import free_by_adjustment


@admin.register(Show)
class ShowAdmin(admin.ModelAdmin):
    """To look at: a show's times are frozen when it is scheduled, and people may have booked it."""

    list_display = ["movie", "hall", "starts_at", "price", "status", "refunds"]
    list_filter = ["hall__venue", "hall", "status"]
    list_select_related = ["movie", "hall"]
    search_fields = ["movie__title"]
    date_hierarchy = "starts_at"
    ordering = ["starts_at"]
    actions = ["call_off"]

    @admin.display
    def refunds(self, show: Show) -> str:
        """How far the refunds of a cancelled show have come."""
        if show.status != ShowStatus.CANCELLED:
            return ""
        so_far = progress(show.pk)
        return f"{so_far.refunded} of {so_far.refunded + so_far.left} orders"

    @admin.action(description="Cancel and refund everybody", permissions=["delete"])
    def call_off(self, request: HttpRequest, shows: QuerySet[Show]) -> None:
        """Stop the sale at once; the worker gives all money back, order by order."""
        for show in shows:
            call_off(show_id=show.pk)
        self.message_user(request, "Cancelled. The refunds are on their way; see the orders.")

    def has_add_permission(self, _request: HttpRequest) -> bool:
        """Nobody: shows are scheduled by `shows.services`."""
        return False

    def has_change_permission(self, _request: HttpRequest, _obj: Show | None = None) -> bool:
        """Nobody."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Show | None = None) -> bool:
        """Nobody deletes a show; who might, may cancel it in the list."""
        return obj is None and super().has_delete_permission(request)

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Cancelling, and not deleting."""
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions


@admin.register(TicketType)
class TicketTypeAdmin(admin.ModelAdmin):
    """Who is coming, and what it changes in the price."""

    list_display = ["name", "venue", "adjustment", "position"]
    list_filter = ["venue"]

    def save_model(self, request: HttpRequest, obj: TicketType, form: Any, change: bool) -> None:
        """Say so if it takes off more than a show costs."""
        super().save_model(request, obj, form, change)
        warn_of_free_tickets(request, obj.venue_id)


@admin.register(SeatSupplement)
class SeatSupplementAdmin(admin.ModelAdmin):
    """What a type of seat adds to the price."""

    list_display = ["seat_type", "venue", "amount"]
    list_filter = ["venue"]

    def save_model(self, request: HttpRequest, obj: SeatSupplement, form: Any, change: bool) -> None:
        """Say so if a ticket type takes off more than a show costs now."""
        super().save_model(request, obj, form, change)
        warn_of_free_tickets(request, obj.venue_id)


def warn_of_free_tickets(request: HttpRequest, venue_id: int) -> None:
    """Name the ticket types that make seats free, which may be meant and may be a slip."""
    names = ", ".join(str(one) for one in free_by_adjustment(venue_id))
    if names:
        text = f"{names}: takes off more than a show on sale costs. These tickets are sold for nothing."
        messages.warning(request, text)
