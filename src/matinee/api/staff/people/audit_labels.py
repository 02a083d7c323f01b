"""What the objects of audit entries are called today. Nothing here is personal data."""

from collections.abc import Iterable, Mapping

from django.db.models import QuerySet

from matinee.api.staff.people.shapes import AuditLabelShape
from matinee.audit.models import AuditEntry
from matinee.catalogue.models import Movie
from matinee.checkout.models import TicketOrder
from matinee.pricing.models import PriceCard, PriceRule
from matinee.shows.models import Show
from matinee.staff.models import Device
from matinee.venues.models import Hall

Labels = Mapping[tuple[str, int], AuditLabelShape]
"""By the type and the id of an object."""

NAMED: Mapping[str, tuple[QuerySet[Movie | TicketOrder | PriceCard | PriceRule | Device | Hall], str]] = {
    "order": (TicketOrder.objects.all(), "reference"),
    "film": (Movie.objects.all(), "title"),
    "hall": (Hall.objects.all(), "name"),
    "price card": (PriceCard.objects.all(), "name"),
    "price rule": (PriceRule.objects.all(), "card__name"),
    "device": (Device.objects.all(), "name"),
}
"""The rows of a type of object, and the field with the name."""


def labels_of(entries: Iterable[AuditEntry]) -> Labels:
    """The names of the objects of these entries: one query for each type among them."""
    ids: dict[str, set[int]] = {}
    for entry in entries:
        ids.setdefault(entry.object_type, set()).add(entry.object_id)
    labels = _shows(ids.pop("show", set()))
    for object_type, object_ids in ids.items():
        if object_type not in NAMED:
            continue
        rows, field = NAMED[object_type]
        for pk, name in rows.filter(pk__in=object_ids).values_list("pk", field):
            labels[object_type, pk] = {"name": name, "starts_at": None, "timezone": ""}
    return labels


def _shows(ids: set[int]) -> dict[tuple[str, int], AuditLabelShape]:
    if not ids:
        return {}
    rows = Show.objects.filter(pk__in=ids).select_related("movie", "hall__venue")
    return {
        ("show", show.pk): {
            "name": show.movie.title,
            "starts_at": show.starts_at,
            "timezone": show.hall.venue.timezone,
        }
        for show in rows
    }
