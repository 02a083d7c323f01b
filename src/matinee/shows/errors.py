"""The errors of shows. Each docstring is the message for people."""

from datetime import datetime
from typing import Annotated

from matinee.core.json_schema import Id
from matinee.core.problems import Problem

ShowId = Annotated[int, "The show of the request."]


class ShowNotFound(Problem):
    """There is no such show. It may have been removed from the programme."""

    code = "show-not-found"
    title = "Show not found"
    status = 404

    show_id: Annotated[int | None, "The show of the request; missing if it cannot be a show's id."] = None


class SalesNotOpen(Problem):
    """Tickets for this show are not on sale yet. Come back when sales open."""

    code = "sales-not-open"
    title = "Sales not open"
    status = 409

    show_id: ShowId
    sales_open_at: datetime


class NotOnSale(Problem):
    """No tickets are sold online for this show."""

    code = "sales-closed"
    title = "Sales closed"
    status = 409


class SalesClosed(NotOnSale):
    """Tickets for this show are no longer sold online."""

    show_id: ShowId
    sales_close_at: datetime


class ShowCancelled(Problem):
    """This show has been cancelled. Choose another one."""

    code = "show-cancelled"
    title = "Show cancelled"
    status = 409

    show_id: ShowId


class HallOccupied(Problem):
    """Another show is in this hall at that time, or the hall is still being cleaned after it."""

    code = "hall-occupied"
    title = "Hall occupied"
    status = 409

    hall_id: Id
    show_ids: list[Id]
