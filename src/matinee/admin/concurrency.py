"""Changes in the admin beside changes in the staff app."""

from collections.abc import Iterable

from django.db.models import F, Model
from django.forms import ModelForm

from matinee.staff.locking import lock_venues
from matinee.venues.models import Venue


def raise_versions(venue_ids: Iterable[int]) -> None:
    """Lock these venues. Forms of the staff app for their settings that are open now are stale then.

    Raises: Invalid, for a venue that does not exist.
    """
    pks = set(venue_ids)
    lock_venues(pks, "venue")
    Venue.objects.filter(pk__in=pks).update(version=F("version") + 1)


def save_changed(row: Model, form: ModelForm) -> None:  # type: ignore[type-arg]
    """Save what was changed in the form: `row` was read before the lock, so its other columns may be old."""
    row.save(update_fields=form.changed_data)
