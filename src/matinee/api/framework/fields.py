"""Strict input fields: for an integer no "1", 1.0 or true is accepted, and unknown fields are rejected."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, ClassVar

from django.conf import settings
from django.core.validators import EmailValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from matinee.core.email_address import normal_email
from matinee.core.json_schema import ID_SCHEMA, MAX_ID
from matinee.core.single_line import single_line
from matinee.core.time_range import EARLIEST_TIME, LATEST_TIME
from matinee.core.translations import MAX_TAG_LENGTH, TAG_PATTERN, language_tag

HOLD_TOKEN_HELP = "The token from `lock-seat`. It gives access to the hold."  # noqa: S105
MONEY_PATTERN = r"^[0-9]{1,9}(\.[0-9]{1,3})?$"


class StrictSerializer(serializers.Serializer[Any]):
    """A JSON object with these fields and no others."""

    schema_extras: ClassVar[dict[str, Any]] = {}
    """Further keywords of its component in the OpenAPI document."""

    @classmethod
    def fast_valid(cls, data: Mapping[str, Any]) -> dict[str, Any] | None:  # noqa: ARG003
        """Validate common inputs without the fields. None means that they require full validation."""
        return None

    def to_internal_value(self, data: Any) -> Any:
        """Reject other JSON values, and unknown fields.

        Raises: ValidationError.
        """
        if not isinstance(data, Mapping):
            raise serializers.ValidationError({"body": [_("This must be a JSON object.")]})
        unknown = {name: [_("There is no such field.")] for name in data if name not in self.fields}
        try:
            known = super().to_internal_value(data)
        except serializers.ValidationError as error:
            raise serializers.ValidationError({**_by_field(error), **unknown}) from error
        if unknown:
            raise serializers.ValidationError(unknown)
        return known


@extend_schema_field(ID_SCHEMA)
class IdField(serializers.Field[int, Any, int, Any]):
    """A JSON integer from 1 to 2⁶³ - 1."""

    default_error_messages = {"invalid": gettext_lazy("This must be an integer from 1 to {highest}.")}

    def to_internal_value(self, data: Any) -> int:
        """Raises: ValidationError."""
        if not is_id(data):
            self.fail("invalid", highest=MAX_ID)
        value: int = data
        return value

    def to_representation(self, value: int) -> int:
        """The integer itself."""
        return value


@extend_schema_field(ID_SCHEMA)
class QueryIdField(IdField):
    """The id in a query string, in digits."""

    def to_internal_value(self, data: Any) -> int:
        """Raises: ValidationError."""
        return super().to_internal_value(digits(data))


class QueryCountField(serializers.IntegerField):
    """A small number in a query string, in digits."""

    def to_internal_value(self, data: Any) -> int:
        """Raises: ValidationError."""
        number = digits(data)
        if number is None:
            self.fail("invalid")
        return number


@extend_schema_field({"type": "string", "format": "date", "examples": ["2026-11-25"]})
class QueryDateField(serializers.Field[date, Any, str, Any]):
    """A day as `YYYY-MM-DD`, from 1900 to 2999."""

    default_error_messages = {"invalid": gettext_lazy("This must be a day as YYYY-MM-DD, from 1900 to 2999.")}

    def to_internal_value(self, data: Any) -> date:
        """Raises: ValidationError."""
        if not re.fullmatch(r"(19|2[0-9])[0-9]{2}-[0-9]{2}-[0-9]{2}", data):
            self.fail("invalid")
        try:
            return date.fromisoformat(data)
        except ValueError:
            self.fail("invalid")

    def to_representation(self, value: date) -> str:
        """The day as YYYY-MM-DD."""
        return value.isoformat()


@extend_schema_field({"type": "boolean"})
class QueryBooleanField(serializers.Field[bool, Any, bool, Any]):
    """`true` or `false` in a query string."""

    default_error_messages = {"invalid": gettext_lazy("This must be true or false.")}

    def to_internal_value(self, data: Any) -> bool:
        """Raises: ValidationError."""
        if data not in {"true", "false"}:
            self.fail("invalid")
        return bool(data == "true")

    def to_representation(self, value: bool) -> bool:
        """The boolean itself."""
        return value


@extend_schema_field(
    {"type": "string", "pattern": TAG_PATTERN, "maxLength": MAX_TAG_LENGTH, "examples": ["de", "pt-BR"]}
)
class LanguageField(serializers.Field[str, Any, str, Any]):
    """A language tag (BCP 47), in its usual case."""

    def to_internal_value(self, data: Any) -> str:
        """Raises: ValidationError."""
        return language_tag(data)

    def to_representation(self, value: str) -> str:
        """The tag itself."""
        return value


class LanguageQuery(StrictSerializer):
    """The language of the texts."""

    lang = LanguageField(
        required=False,
        help_text="The language of texts (BCP 47). A text without a translation into it is in the language "
        "without its region, else in the cinema's own.",
    )


class TextField(serializers.CharField):
    """A JSON string: one line of text. White space around it is removed."""

    def __init__(self, **options: Any) -> None:
        """Take the options of a CharField."""
        super().__init__(trim_whitespace=False, **options)

    def to_internal_value(self, data: Any) -> str:
        """Raises: ValidationError."""
        if not isinstance(data, str):
            self.fail("invalid")
        return single_line(data)


class MomentField(serializers.DateTimeField):
    """A date and time in ISO 8601 with its offset, in the range of stored times."""

    default_error_messages = {
        "naive": gettext_lazy("This needs an offset, such as 2026-12-01T20:15:00+01:00."),
        "range": gettext_lazy("This must be from {first} to {last}."),
    }

    def to_internal_value(self, value: Any) -> datetime:
        """Raises: ValidationError."""
        moment = parse_moment(value) if isinstance(value, str) else None
        if moment is None:
            self.fail("invalid", format="YYYY-MM-DDThh:mm:ss±hh:mm")
        if moment.tzinfo is None:
            self.fail("naive")
        if not EARLIEST_TIME <= moment < LATEST_TIME:
            self.fail("range", first=EARLIEST_TIME.year, last=LATEST_TIME.year - 1)
        return moment


class EmailField(serializers.EmailField):
    """A JSON string that is an email address. The value is its normal form."""

    def __init__(self, **options: Any) -> None:
        """Take the options of an EmailField. `normal_email` replaces Django's validator."""
        super().__init__(**options)
        self.validators = [one for one in self.validators if not isinstance(one, EmailValidator)]

    def to_internal_value(self, data: Any) -> str:
        """Raises: ValidationError."""
        if not isinstance(data, str):
            self.fail("invalid")
        return normal_email(data)


@extend_schema_field({"type": "boolean"})
class StrictBooleanField(serializers.Field[bool, Any, bool, Any]):
    """JSON's true or false."""

    default_error_messages = {"invalid": gettext_lazy("This must be true or false.")}

    def to_internal_value(self, data: Any) -> bool:
        """Raises: ValidationError."""
        if not isinstance(data, bool):
            self.fail("invalid")
        return data

    def to_representation(self, value: bool) -> bool:
        """The boolean itself."""
        return value


@extend_schema_field({"type": "string", "pattern": MONEY_PATTERN, "examples": ["24.50"]})
class AmountField(serializers.Field[Decimal, Any, str, Any]):
    """An amount of money as a decimal string, never below zero."""

    default_error_messages = {
        "invalid": gettext_lazy('This must be an amount as a decimal string, such as "24.50".')
    }

    def to_internal_value(self, data: Any) -> Decimal:
        """Raises: ValidationError."""
        if not isinstance(data, str) or not re.fullmatch(MONEY_PATTERN, data, re.ASCII):
            self.fail("invalid")
        return Decimal(data)

    def to_representation(self, value: Decimal) -> str:
        """The amount as a decimal string."""
        return str(value)


class SeatIdsField(serializers.ListField):
    """The ids of 1 to `MAX_SEATS_PER_HOLD` seats, without repeats."""

    child = IdField()
    default_error_messages = {"repeated": gettext_lazy("Each seat can be named only once.")}

    def __init__(self, **options: Any) -> None:
        """Take the options of a ListField."""
        super().__init__(min_length=1, max_length=settings.MAX_SEATS_PER_HOLD, **options)

    def to_internal_value(self, data: Any) -> list[int]:
        """Raises: ValidationError."""
        if not isinstance(data, list):
            self.fail("not_a_list", input_type=type(data).__name__)
        seat_ids: list[int] = super().to_internal_value(data)
        if len(set(seat_ids)) != len(seat_ids):
            self.fail("repeated")
        return seat_ids


@extend_schema_field({"type": "string", "pattern": "^[0-9]+(,[0-9]+)*$", "examples": ["17,18"]})
class QuerySeatIdsField(SeatIdsField):
    """The ids of seats in a query string, in digits, with commas between them."""

    def to_internal_value(self, data: Any) -> list[int]:
        """Raises: ValidationError."""
        return super().to_internal_value([digits(one) for one in data.split(",")])


class SecretField(serializers.CharField):
    """A JSON string as it is, such as a password."""

    def __init__(self, **options: Any) -> None:
        """Take the options of a CharField."""
        super().__init__(trim_whitespace=False, **options)

    def to_internal_value(self, data: Any) -> str:
        """Raises: ValidationError."""
        if not isinstance(data, str):
            self.fail("invalid")
        return data


class HoldTokenField(SecretField):
    """A hold token. Any string is valid here: `HoldToken.read` checks the signature."""

    def __init__(self, **options: Any) -> None:
        """Take the options of a CharField."""
        super().__init__(allow_blank=True, help_text=HOLD_TOKEN_HELP, **options)


def is_id(data: Any) -> bool:
    """Whether `data` is an integer from 1 to 2⁶³ - 1."""
    return type(data) is int and 1 <= data <= MAX_ID


def _by_field(error: serializers.ValidationError) -> dict[str, Any]:
    return error.detail if isinstance(error.detail, dict) else {"body": error.detail}


def digits(text: str) -> int | None:
    """The number written with at most 19 digits; None for any other text."""
    return int(text) if re.fullmatch(r"[0-9]{1,19}", text) else None


def parse_moment(text: str) -> datetime | None:
    """A date and time in ISO 8601; None for any other text."""
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None
