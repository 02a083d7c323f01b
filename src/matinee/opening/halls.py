"""New halls, drawn as a rectangle or as text."""

from typing import Any

from django.db import IntegrityError, transaction

from matinee.audit.services import Actor, record
from matinee.core.validation import broken_constraint
from matinee.opening.access import require
from matinee.opening.errors import HallNameInUse
from matinee.staff.locking import lock_venue
from matinee.staff.permissions import Permission
from matinee.venues.models import Hall
from matinee.venues.services import create_hall


@transaction.atomic
def add_hall(*, actor: Actor, venue_id: int, **drawing: Any) -> Hall:
    """Create a hall with its seats. `drawing` has the options of `create_hall`.

    Raises: VenueNotFound, NotPermitted, PlanUnreadable, Invalid, HallNameInUse.
    """
    venue = lock_venue(venue_id)
    require(actor, Permission.MANAGE_HALLS, venue_id)
    try:
        with transaction.atomic():
            hall = create_hall(venue=venue, **drawing)
    except IntegrityError as error:
        if broken_constraint(error) != "one_hall_per_name_in_venue":
            raise
        raise HallNameInUse from error
    facts = {"after": {"capacity": hall.capacity, "rows": hall.rows}}
    record(actor, "hall created", object_type="hall", object_id=hall.pk, venue_id=venue_id, facts=facts)
    return hall
