"""The row locks of people, in ascending order, of devices and of films. Rights are read after the lock."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from matinee.catalogue.errors import MovieNotFound
from matinee.catalogue.models import Movie
from matinee.core.problems import Invalid
from matinee.staff.errors import DeviceNotFound, PersonNotFound
from matinee.staff.models import Device, RoleGrant, SetupLink, User
from matinee.staff.permissions import Role
from matinee.venues.errors import VenueNotFound
from matinee.venues.models import Venue


def lock_person(person_id: int) -> User:
    """Lock a person until the end of the transaction.

    Raises: PersonNotFound.
    """
    person = User.objects.select_for_update(no_key=True).filter(pk=person_id).first()
    if person is None:
        raise PersonNotFound
    return person


def lock_person_and_owners(person_id: int) -> User:
    """Lock them until the end of the transaction, so that two owners cannot remove each other.

    Raises: PersonNotFound.
    """
    owner = RoleGrant.objects.filter(user=OuterRef("pk"), role=Role.OWNER, venue=None)
    people = User.objects.select_for_update(no_key=True).filter(Q(pk=person_id) | Exists(owner))
    person = next((one for one in people.order_by("pk") if one.pk == person_id), None)
    if person is None:
        raise PersonNotFound
    return person


def lock_venues(venue_ids: Iterable[int | None], field: str) -> None:
    """Lock these venues, so that none is deleted before the end of the transaction. None stands for all.

    Raises: Invalid, for a venue that does not exist.
    """
    named = {one for one in venue_ids if one is not None}
    venues = Venue.objects.select_for_update(no_key=True).filter(pk__in=named).order_by("pk")
    if missing := named - {venue.pk for venue in venues}:
        raise Invalid(
            errors={field: [_("There is no cinema %(id)d.") % {"id": one} for one in sorted(missing)]}
        )


def lock_film(movie_id: int) -> Movie:
    """Lock a film until the end of the transaction. Shows of it can be added meanwhile.

    Raises: MovieNotFound.
    """
    return _film(Movie.objects.select_for_update(no_key=True), movie_id)


def lock_film_and_its_shows(movie_id: int) -> Movie:
    """Lock a film until the end of the transaction, so that no show of it is added.

    Raises: MovieNotFound.
    """
    return _film(Movie.objects.select_for_update(), movie_id)


def _film(films: QuerySet[Movie], movie_id: int) -> Movie:
    movie = films.filter(pk=movie_id).first()
    if movie is None:
        raise MovieNotFound(movie_id=movie_id)
    return movie


def lock_venue(venue_id: int) -> Venue:
    """Lock a venue until the end of the transaction.

    Raises: VenueNotFound.
    """
    venue = Venue.objects.select_for_update(no_key=True).filter(pk=venue_id).first()
    if venue is None:
        raise VenueNotFound
    return venue


def lock_setup_link() -> SetupLink | None:
    """Lock the set-up link until the end of the transaction, so that it creates one owner."""
    return SetupLink.objects.select_for_update().first()


def lock_device(device_id: int) -> Device:
    """Lock a device until the end of the transaction.

    Raises: DeviceNotFound.
    """
    device = Device.objects.select_for_update(no_key=True).filter(pk=device_id).first()
    if device is None:
        raise DeviceNotFound
    return device


def lock_device_of_code(code_digest: bytes) -> Device | None:
    """Lock the device with this open pairing code, if there is one."""
    devices = Device.objects.select_for_update(no_key=True)
    return devices.filter(code_digest=code_digest, revoked_at=None).first()
