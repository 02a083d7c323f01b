"""Fields of requests about prices."""

import re
from datetime import date, time
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from matinee.api.framework.fields import QueryDateField
from matinee.core.translations import Translations
from matinee.pricing.models import checked_ticket_type_texts

SIGNED_MONEY_PATTERN = r"^-?[0-9]{1,9}(\.[0-9]{1,3})?$"
TIME_PATTERN = r"^([01][0-9]|2[0-3]):[0-5][0-9]$"


@extend_schema_field({"type": "string", "pattern": SIGNED_MONEY_PATTERN, "examples": ["-2.50"]})
class SignedAmountField(serializers.Field[Decimal, Any, str, Any]):
    """An amount of money as a decimal string, which may be below zero."""

    default_error_messages = {
        "invalid": gettext_lazy('This must be an amount as a decimal string, such as "-2.50".')
    }

    def to_internal_value(self, data: Any) -> Decimal:
        """Raises: ValidationError."""
        if not isinstance(data, str) or not re.fullmatch(SIGNED_MONEY_PATTERN, data, re.ASCII):
            self.fail("invalid")
        return Decimal(data)

    def to_representation(self, value: Decimal) -> str:
        """The amount as a decimal string."""
        return str(value)


class NumberField(serializers.IntegerField):
    """A JSON integer in a range; neither "1" nor 1.0 nor true is one."""

    def to_internal_value(self, data: Any) -> int:
        """Raises: ValidationError."""
        if type(data) is not int:
            self.fail("invalid")
        return super().to_internal_value(data)


@extend_schema_field({"type": "string", "pattern": TIME_PATTERN, "examples": ["17:30"]})
class LocalTimeField(serializers.Field[time, Any, str, Any]):
    """A time of day as `HH:MM`, in the cinema's time zone."""

    default_error_messages = {"invalid": gettext_lazy("This must be a time as HH:MM, from 00:00 to 23:59.")}

    def to_internal_value(self, data: Any) -> time:
        """Raises: ValidationError."""
        if not isinstance(data, str) or not re.fullmatch(TIME_PATTERN, data, re.ASCII):
            self.fail("invalid")
        return time.fromisoformat(data)

    def to_representation(self, value: time) -> str:
        """The time as HH:MM."""
        return f"{value:%H:%M}"


@extend_schema_field({"type": "string", "format": "date", "examples": ["2026-12-24"]})
class DayField(QueryDateField):
    """A day as a JSON string `YYYY-MM-DD`, from 1900 to 2999."""

    def to_internal_value(self, data: Any) -> date:
        """Raises: ValidationError."""
        if not isinstance(data, str):
            self.fail("invalid")
        return super().to_internal_value(data)


@extend_schema_field(
    {
        "type": "object",
        "additionalProperties": {"type": "object", "additionalProperties": {"type": "string"}},
        "examples": [{"en": {"name": "Adult"}}],
    }
)
class NamesField(serializers.Field[Translations, Any, Any, Any]):
    """The name of a ticket type by language."""

    def to_internal_value(self, data: Any) -> Translations:
        """Raises: ValidationError."""
        return checked_ticket_type_texts(data)

    def to_representation(self, value: Translations) -> Any:
        """The names as they are stored."""
        return value
