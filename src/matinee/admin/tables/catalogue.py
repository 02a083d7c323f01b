"""Films in Django's admin."""

# mypy: disable-error-code="type-arg"
# The admin classes are generic for the type checker alone: Django cannot run them subscripted.

from typing import Any

from django.contrib import admin
from django.db.models import F
from django.http import HttpRequest

from matinee.catalogue.models import Movie


@admin.register(Movie)
class MovieAdmin(admin.ModelAdmin):
    """Films. A corrected running time does not move scheduled shows."""

    list_display = ["title", "release_year", "duration_minutes", "genre", "rating"]
    list_filter = ["genre", "rating"]
    search_fields = ["title", "original_title", "director"]
    ordering = ["title"]

    def save_model(self, request: HttpRequest, obj: Movie, form: Any, change: bool) -> None:
        """Count the change, so that the staff app does not overwrite it with an older state."""
        if change:
            obj.version = F("version") + 1
        super().save_model(request, obj, form, change)
