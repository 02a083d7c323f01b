"""Films in Django's admin."""

# mypy: disable-error-code="type-arg"
# The admin classes are generic for the type checker alone: Django cannot run them subscripted.

from django.contrib import admin

from matinee.catalogue.models import Movie


@admin.register(Movie)
class MovieAdmin(admin.ModelAdmin):
    """Films. A corrected running time does not move scheduled shows."""

    list_display = ["title", "release_year", "duration_minutes", "genre", "rating"]
    list_filter = ["genre", "rating"]
    search_fields = ["title", "original_title", "director"]
    ordering = ["title"]
