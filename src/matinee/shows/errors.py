"""Why something about a show is refused."""

from typing import ClassVar

from matinee.core.problems import Problem


class ShowNotFound(Problem):
    """There is no such show. It may have been removed from the programme."""

    code: ClassVar[str] = "show-not-found"
    title: ClassVar[str] = "Show not found"


class SalesNotOpen(Problem):
    """Tickets for this show are not on sale yet. Come back when sales open."""

    code: ClassVar[str] = "sales-not-open"
    title: ClassVar[str] = "Sales not open"


class SalesClosed(Problem):
    """Tickets for this show are no longer sold online."""

    code: ClassVar[str] = "sales-closed"
    title: ClassVar[str] = "Sales closed"


class ShowCancelled(Problem):
    """This show has been cancelled. Choose another one."""

    code: ClassVar[str] = "show-cancelled"
    title: ClassVar[str] = "Show cancelled"


class HallOccupied(Problem):
    """Another show is in this hall at that time, or the hall is still being cleaned after it."""

    code: ClassVar[str] = "hall-occupied"
    title: ClassVar[str] = "Hall occupied"
