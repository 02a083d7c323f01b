"""The version of an order: a stale action of staff is refused instead of applied to what it did not see."""

from matinee.checkout.models import TicketOrder
from matinee.staff.errors import ChangedMeanwhile


def version_of(order: TicketOrder) -> int:
    """The number of the order's events. Each change of an order records one."""
    return order.events.count()


def check_version(order: TicketOrder, version: int | None) -> None:
    """Check that the order is as the caller saw it. None checks nothing. Call it with the order locked.

    Raises: ChangedMeanwhile.
    """
    if version is not None and version != (current := version_of(order)):
        raise ChangedMeanwhile(current={"version": current})
