"""The programme and its prices in Django's admin."""

# mypy: disable-error-code="type-arg"
# The admin classes are generic for the type checker alone: Django cannot run them subscripted.

from django.contrib import admin
from django.http import HttpRequest

from matinee.shows.models import SeatSupplement, Show, TicketType


@admin.register(Show)
class ShowAdmin(admin.ModelAdmin):
    """To look at: a show's times are frozen when it is scheduled, and people may have booked it."""

    list_display = ["movie", "hall", "starts_at", "price", "status"]
    list_filter = ["hall__venue", "hall", "status"]
    list_select_related = ["movie", "hall"]
    search_fields = ["movie__title"]
    date_hierarchy = "starts_at"
    ordering = ["starts_at"]

    def has_add_permission(self, _request: HttpRequest) -> bool:
        """Nobody: shows are scheduled by `shows.services`."""
        return False

    def has_change_permission(self, _request: HttpRequest, _obj: Show | None = None) -> bool:
        """Nobody."""
        return False

    def has_delete_permission(self, _request: HttpRequest, _obj: Show | None = None) -> bool:
        """Nobody: a show that does not take place is cancelled."""
        return False


@admin.register(TicketType)
class TicketTypeAdmin(admin.ModelAdmin):
    """Who is coming, and what it changes in the price."""

    list_display = ["name", "venue", "adjustment", "position"]
    list_filter = ["venue"]


@admin.register(SeatSupplement)
class SeatSupplementAdmin(admin.ModelAdmin):
    """What a type of seat adds to the price."""

    list_display = ["seat_type", "venue", "amount"]
    list_filter = ["venue"]
