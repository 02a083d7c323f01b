"""Queries and responses about the site itself."""

from typing import Annotated, NotRequired, TypedDict

from matinee.core.json_schema import OneOf


class HealthShape(TypedDict):
    """The process answers requests."""

    status: Annotated[str, OneOf("HealthStatus", "ok")]


class ReadyDetailShape(TypedDict):
    """A condition that needs attention while the site works."""

    code: Annotated[
        str,
        "`orders-need-attention`: orders that a person has to look at; `failed-rows`: rows that a loop "
        "could not process; `emails-failing`: emails to customers that could not be sent.",
    ]
    count: int


class ReadyShape(HealthShape):
    """The site can work."""

    details: NotRequired[Annotated[list[ReadyDetailShape], "Missing when nothing needs attention."]]
