"""The programme in Django's admin."""

# mypy: disable-error-code="type-arg"
# The admin classes are generic for the type checker alone: Django cannot run them subscripted.

from datetime import datetime
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet, Sum
from django.http import HttpRequest

from matinee.admin.actions import run_for_each
from matinee.admin.formatting import format_amount, format_local_time
from matinee.audit.services import Actor
from matinee.checkout.cancelled_shows import cancel_and_refund_show, refund_progress
from matinee.checkout.models import TicketOrder
from matinee.core.clock import ClockTimestamp
from matinee.shows.models import Show, ShowStatus


class WhenFilter(admin.SimpleListFilter):
    """Filters shows: upcoming and running, or past."""

    title = "when"
    parameter_name = "when"

    def lookups(self, _request: HttpRequest, _admin: Any) -> list[tuple[str, str]]:
        """Return the choices."""
        return [("coming", "Not over"), ("over", "Over")]

    def queryset(self, _request: HttpRequest, shows: QuerySet[Show]) -> QuerySet[Show]:
        """Apply the choice, by the database's clock."""
        match self.value():
            case "coming":
                return shows.filter(ends_at__gt=ClockTimestamp())
            case "over":
                return shows.filter(ends_at__lte=ClockTimestamp())
        return shows


@admin.register(Show)
class ShowAdmin(admin.ModelAdmin):
    """Read-only: a show's times are fixed when it is scheduled, and it may have bookings."""

    list_display = ["movie", "hall", "venue", "starts", "costs", "status", "refunds"]
    list_filter = [WhenFilter, "hall__venue", "hall", "status"]
    list_select_related = ["movie", "hall__venue"]
    search_fields = ["movie__title"]
    ordering = ["starts_at"]
    actions = ["cancel_shows"]
    readonly_fields = [
        *["movie", "hall", "venue", "plan_version", "status", "costs"],
        *["starts", "film_starts", "ends", "hall_free", "sales_open", "sales_close", "refunds"],
    ]
    fields = [*readonly_fields]

    @admin.display(ordering="hall__venue")
    def venue(self, show: Show) -> str:
        """Return the venue's name."""
        return show.hall.venue.name

    @admin.display(ordering="price", description="price")
    def costs(self, show: Show) -> str:
        """Format the price in the venue's currency."""
        return format_amount(show.price, show.hall.venue.currency)

    @admin.display(ordering="starts_at", description="starts at")
    def starts(self, show: Show) -> str:
        """When the show starts."""
        return self._local(show, show.starts_at)

    @admin.display(description="film starts at")
    def film_starts(self, show: Show) -> str:
        """When the film starts."""
        return self._local(show, show.feature_starts_at)

    @admin.display(description="ends at")
    def ends(self, show: Show) -> str:
        """When the film is over."""
        return self._local(show, show.ends_at)

    @admin.display(description="hall free at")
    def hall_free(self, show: Show) -> str:
        """When the hall is cleaned."""
        return self._local(show, show.hall_free_at)

    @admin.display(description="sales open at")
    def sales_open(self, show: Show) -> str:
        """When the sale begins."""
        return self._local(show, show.sales_open_at)

    @admin.display(description="sales close at")
    def sales_close(self, show: Show) -> str:
        """When the sale ends."""
        return self._local(show, show.sales_close_at)

    def _local(self, show: Show, moment: datetime) -> str:
        return format_local_time(moment, show.hall.venue.timezone)

    @admin.display
    def refunds(self, show: Show) -> str:
        """Return the progress of the refunds of a cancelled show."""
        if show.status != ShowStatus.CANCELLED:
            return ""
        refunds = refund_progress(show.pk)
        return f"{refunds.refunded} of {refunds.refunded + refunds.left} orders"

    def describe(self, show: Show) -> str:
        """Describe a show: film, hall, venue, local time and sales."""
        orders = TicketOrder.objects.filter(show=show).sold()
        sold = orders.aggregate(sum=Sum("total", default=0))["sum"]
        venue = show.hall.venue
        return (
            f"{show.movie}, {show.hall}, {venue.name}, {format_local_time(show.starts_at, venue.timezone)}"
            f" ({orders.count()} orders, {format_amount(sold, venue.currency)})"
        )

    @admin.action(description="Cancel and refund everybody", permissions=["delete"])
    def cancel_shows(self, request: HttpRequest, shows: QuerySet[Show]) -> None:
        """Stop the sale immediately. The worker refunds the orders one by one."""
        run_for_each(
            self,
            request,
            shows,
            lambda show: cancel_and_refund_show(show_id=show.pk, actor=Actor(person_id=request.user.pk)),
            describe=self.describe,
            done="cancelled. The refunds are on their way; see the orders.",
        )

    def has_add_permission(self, _request: HttpRequest) -> bool:
        """Never: shows are scheduled by `shows.services`."""
        return False

    def has_change_permission(self, _request: HttpRequest, _obj: Show | None = None) -> bool:
        """Never."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Show | None = None) -> bool:
        """Only in the list: the permission to delete allows cancelling. A show is never deleted."""
        return obj is None and super().has_delete_permission(request)

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Remove Django's action to delete."""
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions
