"""Requests and responses of the first owner, new halls and first shows."""

import re
from datetime import datetime
from typing import Annotated, Any, TypedDict

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from matinee.api.framework.fields import (
    AmountField,
    EmailField,
    IdField,
    QueryIdField,
    SecretField,
    StrictBooleanField,
    StrictSerializer,
    TextField,
)
from matinee.api.framework.paging import PageQuery
from matinee.api.framework.shapes import Currency, Money, PageShape
from matinee.api.staff.people.shapes import MAX_NAME_LENGTH
from matinee.api.staff.session.shapes import MAX_PASSWORD_LENGTH
from matinee.api.staff.venues.fields import LongTextField, WholeNumberField
from matinee.core.email_address import MAX_LENGTH
from matinee.core.json_schema import Id
from matinee.core.single_line import MAX_LENGTH as MAX_LINE_LENGTH
from matinee.pricing.card_prices import LONGEST_FORMAT
from matinee.shows.services import LONGEST_ADVERTISEMENT_MINUTES, USUAL_FORMAT
from matinee.venues.models import MAX_CLEANING_MINUTES
from matinee.venues.plans import MAX_LINES, MAX_WIDTH

LOCAL_TIME = r"^(19|2[0-9])[0-9]{2}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}$"
MAX_TOKEN_LENGTH = 200


@extend_schema_field({"type": "string", "pattern": LOCAL_TIME, "examples": ["2026-12-05T20:15"]})
class LocalTimeField(serializers.Field[datetime, Any, str, Any]):
    """A date and time on the cinema's clock, as `YYYY-MM-DDThh:mm`."""

    default_error_messages = {
        "invalid": gettext_lazy("This must be a local time as YYYY-MM-DDThh:mm, from 1900 to 2999.")
    }

    def to_internal_value(self, data: Any) -> datetime:
        """Raises: ValidationError."""
        if not isinstance(data, str) or not re.fullmatch(LOCAL_TIME, data, re.ASCII):
            self.fail("invalid")
        try:
            return datetime.fromisoformat(data)
        except ValueError:
            self.fail("invalid")

    def to_representation(self, value: datetime) -> str:
        """The local time."""
        return value.isoformat(timespec="minutes")


class FirstOwnerRequest(StrictSerializer):
    """The secret of the set-up link, and the account of the first owner."""

    token = SecretField(max_length=MAX_TOKEN_LENGTH)
    email = EmailField(max_length=MAX_LENGTH)
    first_name = TextField(max_length=MAX_NAME_LENGTH, allow_blank=True, default="")
    last_name = TextField(max_length=MAX_NAME_LENGTH, allow_blank=True, default="")
    password = SecretField(max_length=MAX_PASSWORD_LENGTH)


class FirstOwnerShape(TypedDict):
    """The account of the first owner."""

    email: str


class HallsQuery(PageQuery):
    """Filters of the halls."""

    venue = QueryIdField(required=False)


class NewHallRequest(StrictSerializer):
    """A hall, either drawn as text or as a rectangle of rows and seats."""

    venue_id = IdField()
    name = TextField(max_length=MAX_LINE_LENGTH)
    plan = LongTextField(
        max_length=MAX_LINES * (MAX_WIDTH + 2),
        default="",
        help_text="A line per row, the one nearest the screen first: s standard, p premium,"
        " w wheelchair space, c companion, () sofa, x out of service, . no seat; an empty line is a cross"
        " aisle.",
    )
    rows = WholeNumberField(min_value=0, max_value=MAX_LINES, default=0)
    seats_per_row = WholeNumberField(min_value=0, max_value=MAX_WIDTH, default=0)
    aisles = serializers.ListField(
        child=WholeNumberField(min_value=1, max_value=MAX_WIDTH),
        max_length=10,
        default=list,
        help_text="The numbers of the seats with an aisle to their right.",
    )
    first_row = TextField(max_length=2, default="A", help_text="The letter of the row nearest the screen.")
    cleaning_minutes = WholeNumberField(min_value=0, max_value=MAX_CLEANING_MINUTES, default=15)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Require one of the two forms. Raises: ValidationError."""
        is_drawn = bool(attrs["plan"].strip())
        is_rectangle = bool(attrs["rows"] and attrs["seats_per_row"])
        if is_drawn == is_rectangle:
            raise serializers.ValidationError({"rows": [_("Enter rows and seats per row, or a drawing.")]})
        return attrs


class ManagedHallShape(TypedDict):
    """A hall."""

    id: Id
    venue_id: Id
    name: str
    capacity: int
    rows: int
    seats_per_row: int
    cleaning_minutes: int
    plan_version: int


class ManagedHallPageShape(PageShape):
    """A page of halls, by name."""

    results: list[ManagedHallShape]


class NewShowRequest(StrictSerializer):
    """A show whose sales open at once."""

    hall_id = IdField()
    movie_id = IdField()
    starts_at = LocalTimeField()
    format = TextField(max_length=LONGEST_FORMAT, default=USUAL_FORMAT, help_text="Such as 2D, 3D or IMAX.")
    price = AmountField(
        required=False,
        help_text="The base price, in the cinema's currency. Without it, the price rules choose the card.",
    )
    advertisement_minutes = WholeNumberField(
        min_value=0, max_value=LONGEST_ADVERTISEMENT_MINUTES, required=False
    )
    dry_run = StrictBooleanField(default=False, help_text="True: check the show, and say what it would be.")


class ChosenCardShape(TypedDict):
    """The price card of a show."""

    id: Id
    name: str


class ScheduledShowShape(TypedDict):
    """A show on the programme, or after a dry run what it would be."""

    id: Annotated[Id | None, "Null after a dry run."]
    dry_run: bool
    movie_id: Id
    title: str
    hall_id: Id
    venue_id: Id
    starts_at: datetime
    ends_at: datetime
    hall_free_at: Annotated[datetime, "After cleaning."]
    format: str
    card: Annotated[ChosenCardShape | None, "Chosen by the price rules; null with a price of its own."]
    price: Annotated[Money, "What a ticket costs without the supplements of its type and seat."]
    currency: Currency
