"""Fields of the settings of a cinema."""

from datetime import time
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from matinee.api.framework.fields import StrictSerializer
from matinee.venues.opening_hours import MAX_TIMES, TIME, clock_time


class WholeNumberField(serializers.IntegerField):
    """A JSON integer."""

    def to_internal_value(self, data: Any) -> int:
        """Raises: ValidationError."""
        if type(data) is not int:
            self.fail("invalid")
        return super().to_internal_value(data)


class LongTextField(serializers.CharField):
    """A JSON string of several lines, as it is."""

    def __init__(self, **options: Any) -> None:
        """Take the options of a CharField."""
        super().__init__(trim_whitespace=False, allow_blank=True, **options)

    def to_internal_value(self, data: Any) -> str:
        """Raises: ValidationError."""
        if not isinstance(data, str):
            self.fail("invalid")
        return data


@extend_schema_field({"type": "string", "pattern": TIME, "examples": ["05:00"]})
class ClockTimeField(serializers.Field[time, Any, str, Any]):
    """A time of day as `hh:mm`."""

    default_error_messages = {"invalid": gettext_lazy("Enter a time of day, such as 14:00.")}

    def to_internal_value(self, data: Any) -> time:
        """Raises: ValidationError."""
        if not isinstance(data, str):
            self.fail("invalid")
        try:
            return clock_time(data)
        except ValidationError:
            self.fail("invalid")

    def to_representation(self, value: time) -> str:
        """The time as hh:mm."""
        return f"{value:%H:%M}"


@extend_schema_field(
    {
        "type": "object",
        "additionalProperties": {"type": "object", "additionalProperties": {"type": "string"}},
        "examples": [{"de": {"sofa": "Kuschelsofa"}}],
    }
)
class NamesField(serializers.Field[dict[str, Any], Any, dict[str, Any], Any]):
    """Names by language tag. The model checks the tags and names."""

    default_error_messages = {"invalid": gettext_lazy("Enter names by language.")}

    def to_internal_value(self, data: Any) -> dict[str, Any]:
        """Raises: ValidationError."""
        if not isinstance(data, dict):
            self.fail("invalid")
        return data

    def to_representation(self, value: dict[str, Any]) -> dict[str, Any]:
        """The names themselves."""
        return value


class OpenTimeRequest(StrictSerializer):
    """A time on a weekday; 1 is Monday. One that closes before it opens ends on the next day."""

    weekday = WholeNumberField(min_value=1, max_value=7)
    opens = ClockTimeField()
    closes = ClockTimeField()

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Return it as it is stored."""
        return {**attrs, "opens": f"{attrs['opens']:%H:%M}", "closes": f"{attrs['closes']:%H:%M}"}


class OpeningHoursField(serializers.ListField):
    """Times of a week."""

    child = OpenTimeRequest()

    def __init__(self, **options: Any) -> None:
        """Take the options of a ListField."""
        super().__init__(max_length=MAX_TIMES, **options)
