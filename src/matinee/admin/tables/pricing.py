"""Ticket types and supplements in Django's admin."""

# mypy: disable-error-code="type-arg"
# The admin classes are generic for the type checker alone: Django cannot run them subscripted.

from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest

from matinee.admin.formatting import format_amount
from matinee.core.money import money_string
from matinee.pricing.models import SeatSupplement, TicketType
from matinee.shows.queries import free_by_adjustment


class AmountForm(forms.ModelForm):
    """Shows an amount in the digits of the venue's currency."""

    amount_field: ClassVar[str]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Format the amount of an existing row."""
        super().__init__(*args, **kwargs)
        if self.instance.pk and self.amount_field in self.initial:
            amount = self.initial[self.amount_field]
            self.initial[self.amount_field] = money_string(amount, self.instance.venue.currency)


class TicketTypeForm(AmountForm):
    """A ticket type."""

    amount_field = "adjustment"


@admin.register(TicketType)
class TicketTypeAdmin(admin.ModelAdmin):
    """Ticket types. A sold one cannot be deleted; archive it instead."""

    form = TicketTypeForm
    list_display = ["name", "venue", "changes_price_by", "position", "archived"]
    list_filter = ["venue"]
    list_select_related = ["venue"]

    @admin.display(ordering="adjustment", description="adjustment")
    def changes_price_by(self, ticket_type: TicketType) -> str:
        """Format in the venue's currency."""
        return format_amount(ticket_type.adjustment, ticket_type.venue.currency)

    def save_model(self, request: HttpRequest, obj: TicketType, form: Any, change: bool) -> None:
        """Save, and warn if the ticket type makes seats free. A form of the staff app is stale then."""
        obj.version += change
        super().save_model(request, obj, form, change)
        warn_of_free_tickets(request, obj.venue_id)


class SeatSupplementForm(AmountForm):
    """A supplement."""

    amount_field = "amount"


@admin.register(SeatSupplement)
class SeatSupplementAdmin(admin.ModelAdmin):
    """Supplements by seat type."""

    form = SeatSupplementForm
    list_display = ["seat_type", "venue", "costs"]
    list_filter = ["venue"]
    list_select_related = ["venue"]

    @admin.display(ordering="amount", description="amount")
    def costs(self, supplement: SeatSupplement) -> str:
        """Format in the venue's currency."""
        return format_amount(supplement.amount, supplement.venue.currency)

    def save_model(self, request: HttpRequest, obj: SeatSupplement, form: Any, change: bool) -> None:
        """Save, and warn if a ticket type makes seats free."""
        super().save_model(request, obj, form, change)
        warn_of_free_tickets(request, obj.venue_id)


def warn_of_free_tickets(request: HttpRequest, venue_id: int) -> None:
    """Warn about ticket types that make seats free. This may be intended or a typing error."""
    names = ", ".join(str(one) for one in free_by_adjustment(venue_id))
    if names:
        text = f"{names}: takes off more than a show on sale costs. These tickets are sold for nothing."
        messages.warning(request, text)
