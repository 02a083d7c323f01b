"""Venues and halls in Django's admin."""

# mypy: disable-error-code="type-arg"
# The admin classes are generic for the type checker alone: Django cannot run them subscripted.

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.http import HttpRequest

from matinee.admin.concurrency import raise_versions, save_changed
from matinee.checkout.currency import validate_currency_change
from matinee.venues import plans
from matinee.venues.errors import PlanUnreadable
from matinee.venues.models import Hall, Venue
from matinee.venues.services import create_hall


class VenueForm(forms.ModelForm):
    """A venue cannot change its currency after its first sale."""

    class Meta:
        model = Venue
        fields = (
            "name",
            "address",
            "city",
            "country",
            "region",
            "timezone",
            "currency",
            "day_starts_at",
            "seat_type_names",
            "format_names",
            "phone",
            "email",
            "website",
            "opening_hours",
        )

    def clean_currency(self) -> str:
        """Reject a change that conflicts with the venue's orders or prices."""
        currency: str = self.cleaned_data["currency"]
        validate_currency_change(self.instance.pk, currency)
        return currency


@admin.register(Venue)
class VenueAdmin(admin.ModelAdmin):
    """Venues: address, time zone and currency."""

    form = VenueForm
    list_display = ["name", "city", "country", "timezone", "currency"]

    def save_model(self, request: HttpRequest, obj: Venue, form: Any, change: bool) -> None:
        """Save. A form of the staff app is stale then."""
        if change:
            raise_versions([obj.pk])
            save_changed(obj, form)
        else:
            super().save_model(request, obj, form, change)


class NewHallForm(forms.ModelForm):
    """Creates a hall with its seat plan."""

    plan = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 20, "cols": 80, "class": "hall-plan"}),
        help_text=(
            "One line per row, the row nearest the screen first. s standard, p premium, w wheelchair, "
            "c companion, () sofa, x out of service, . no seat; an empty line is a cross aisle."
        ),
        strip=False,
    )

    class Media:
        css: ClassVar = {"all": ["matinee_admin/hall-plan.css"]}

    class Meta:
        model = Hall
        fields = ("venue", "name", "cleaning_minutes")

    def clean_plan(self) -> str:
        """Parse the plan, so that errors appear beside the field."""
        plan: str = self.cleaned_data["plan"]
        try:
            plans.read_plan(plan)
        except PlanUnreadable as error:
            raise forms.ValidationError(
                f"Line {error.line}, column {error.column}: {error.reason}"
            ) from error
        return plan


@admin.register(Hall)
class HallAdmin(admin.ModelAdmin):
    """Creates halls with their seats. The plan of an existing hall cannot be changed here."""

    list_display = ["name", "venue", "capacity", "rows", "seats_per_row", "cleaning_minutes"]
    list_filter = ["venue"]
    fields = [
        "venue",
        "name",
        "cleaning_minutes",
        "capacity",
        "rows",
        "seats_per_row",
        "plan_version",
    ]
    readonly_fields = ["venue", "capacity", "rows", "seats_per_row", "plan_version"]

    def get_form(
        self, request: HttpRequest, obj: Hall | None = None, change: bool = False, **kwargs: Any
    ) -> type[forms.ModelForm]:
        """Use the form with the seat plan for a new hall."""
        return super().get_form(request, obj, change, **kwargs) if obj else NewHallForm

    def get_fields(self, _request: HttpRequest, obj: Hall | None = None) -> Any:
        """Return the fields of the form."""
        return self.fields if obj else ["venue", "name", "cleaning_minutes", "plan"]

    def get_readonly_fields(self, _request: HttpRequest, obj: Hall | None = None) -> Any:
        """Make values that depend on the plan read-only."""
        return self.readonly_fields if obj else []

    def save_model(self, request: HttpRequest, obj: Hall, form: Any, change: bool) -> None:
        """Save. Create the seats of a new hall."""
        if change:
            super().save_model(request, obj, form, change)
        else:
            obj.pk = create_hall(**form.cleaned_data).pk
