"""The response of the home screen."""

from datetime import datetime
from typing import Annotated, TypedDict

from matinee.api.public.programme.shapes import HallNameShape, StatusOfShow
from matinee.api.staff.orders.shapes import VenueNameShape
from matinee.checkout.today import WarningKind
from matinee.core.json_schema import Id, Keywords, OneOf


class ShowTodayShape(TypedDict):
    """A show of the business day. Its times are in the cinema's time zone."""

    id: Id
    title: str
    starts_at: datetime
    ends_at: datetime
    hall: HallNameShape
    status: StatusOfShow
    sold: Annotated[int, "Seats."]
    held: Annotated[int, "Seats that customers are choosing or paying for now."]
    capacity: Annotated[int, "The seats that are in service."]


class VenueTodayShape(TypedDict):
    """The business day of a cinema, which ends after midnight."""

    venue: VenueNameShape
    day: Annotated[str, "YYYY-MM-DD.", Keywords(format="date")]
    shows: Annotated[list[ShowTodayShape], "By time, also cancelled ones."]


class TodayWarningShape(TypedDict):
    """What needs attention."""

    kind: Annotated[str, OneOf("WarningKind", *WarningKind.values)]
    count: Annotated[int, "Of orders, or of jobs; never 0."]
    can_handle: Annotated[bool, "Whether you can open the place where it is handled."]


class TodayShape(TypedDict):
    """The shows of today at the cinemas where you have a role, and what needs attention."""

    now: Annotated[datetime, "The server's time."]
    venues: Annotated[list[VenueTodayShape], "By name."]
    warnings: Annotated[list[TodayWarningShape], "Of your cinemas, and only what you may see."]
