"""Model fields of one value type each: the same rule in forms, in services and in the database.

A field checks and normalises in `to_python`, which `full_clean`, forms and `createsuperuser` call. Its CHECK
constraint is in `matinee.core.constraints`. Migrations contain only the type of the column.
"""

import re
from collections.abc import Callable
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models.expressions import Combinable
from django.utils.translation import gettext_lazy

from matinee.core import email_address, money, multi_line, single_line
from matinee.core.email_address import normal_email
from matinee.core.multi_line import multi_line as checked_text
from matinee.core.single_line import single_line as checked_line
from matinee.core.translations import MAX_TAG_LENGTH, language_tag

NUMBER = re.compile(r"\s*-?[0-9]{1,12}([.,][0-9]{1,12})?\s*", re.ASCII)
NUMBER_MESSAGE = gettext_lazy("Enter an amount in digits, such as 12.50.")


if TYPE_CHECKING:
    TextColumn = models.TextField[str | Combinable, str]
    CharColumn = models.CharField[str | int | Combinable, str]
    EmailColumn = models.EmailField[str | Combinable, str]
else:
    # Django's fields are generic for the type checker only.
    TextColumn, CharColumn, EmailColumn = models.TextField, models.CharField, models.EmailField


class LineFormField(forms.CharField):
    """Reject line breaks before white space is stripped: `"Alien\\n"` is rejected, not repaired."""

    def to_python(self, value: Any) -> str:
        """Return the line. Raises: ValidationError."""
        return checked_line("" if value in self.empty_values else str(value))


class _EmailFormField(forms.EmailField):
    default_validators = []

    def to_python(self, value: Any) -> str:
        """Return the normal form. Raises: ValidationError."""
        return "" if value in self.empty_values else normal_email(str(value))


class _AmountFormField(forms.DecimalField):
    def to_python(self, value: Any) -> Any:
        """Return the amount. Raises: ValidationError, also for exponents, NaN and digits of other scripts."""
        if isinstance(value, str) and value and not NUMBER.fullmatch(value):
            raise ValidationError(NUMBER_MESSAGE, code="invalid")
        return super().to_python(value)


class _Plain:
    """Shows migrations the plain field of Django: its type and digits, no rules."""

    plain: Any
    rules: tuple[str, ...] = ()

    def deconstruct(self) -> Any:
        """Omit the options that change nothing in the database."""
        name, _, args, options = super().deconstruct()  # type: ignore[misc]
        path = f"django.db.models.{self.plain.__name__}"
        return name, path, args, {key: value for key, value in options.items() if key not in self.rules}


class LineField(_Plain, TextColumn):
    """Single-line text of at most `max_length` characters; blank only with `blank=True`."""

    plain, rules = models.TextField, ("max_length",)

    def __init__(self, *, max_length: int = single_line.MAX_LENGTH, **options: Any) -> None:
        """Accept the options of a TextField."""
        super().__init__(max_length=max_length, **options)
        self.validators = [*self.validators, MaxLengthValidator(max_length)]

    def to_python(self, value: Any) -> Any:
        """Return the line. Raises: ValidationError."""
        return checked_line(value) if isinstance(value, str) else super().to_python(value)

    def get_prep_value(self, value: Any) -> Any:
        """Pass on lookup values, and values that bypass the validators, unchanged: the constraint decides."""
        return models.Field.get_prep_value(self, value)

    def formfield(self, **options: Any) -> Any:
        """Return a form field of one line instead of a text area."""
        options |= {"form_class": LineFormField, "widget": forms.TextInput(attrs={"class": "vTextField"})}
        return super().formfield(**options)


class LanguageField(LineField):
    """A language tag (BCP 47) in its usual case."""

    def __init__(self, *, max_length: int = MAX_TAG_LENGTH, **options: Any) -> None:
        """Accept the options of a TextField."""
        super().__init__(max_length=max_length, **options)

    def to_python(self, value: Any) -> Any:
        """Return the tag in its usual case. Raises: ValidationError."""
        return language_tag(value) if isinstance(value, str) and value else super().to_python(value)


class MultiLineField(_Plain, TextColumn):
    """Text of several lines."""

    plain, rules = models.TextField, ("max_length",)

    def __init__(self, *, max_length: int = multi_line.MAX_LENGTH, **options: Any) -> None:
        """Accept the options of a TextField."""
        super().__init__(max_length=max_length, **options)

    def to_python(self, value: Any) -> Any:
        """Return the text. Raises: ValidationError."""
        if not isinstance(value, str):
            return super().to_python(value)
        return checked_text(value, self.max_length or multi_line.MAX_LENGTH)

    def get_prep_value(self, value: Any) -> Any:
        """Pass on lookup values, and values that bypass the validators, unchanged: the constraint decides."""
        return models.Field.get_prep_value(self, value)

    def formfield(self, **options: Any) -> Any:
        """Return a form field whose length is checked after its line breaks are unified."""
        return super().formfield(**{**options, "max_length": None})


class CheckedJSONField(_Plain, models.JSONField):
    """JSON that `check` accepts. The stored value is what it returns. None becomes the default."""

    plain, rules = models.JSONField, ("check",)
    empty_values = []
    """None is not skipped by `full_clean`: it becomes the default."""

    def __init__(self, *, check: Callable[[Any], Any] | None = None, **options: Any) -> None:
        """Accept the options of a JSONField. Copies of the field in migrations have no check."""
        super().__init__(**options)
        self.check_value = check

    def to_python(self, value: Any) -> Any:
        """Return the value as it is stored. Raises: ValidationError."""
        return self.check_value(value) if self.check_value else value

    def clean(self, value: Any, model_instance: Any) -> Any:
        """Return the value as it is stored. Raises: ValidationError."""
        return super().clean(self.get_default() if value is None else value, model_instance)


class NameField(CharColumn):
    """Single-line text in a column of limited length, as in Django's own models."""

    def to_python(self, value: Any) -> Any:
        """Return the line. Raises: ValidationError."""
        return checked_line(value) if isinstance(value, str) else super().to_python(value)

    def get_prep_value(self, value: Any) -> Any:
        """Pass on lookup values, and values that bypass the validators, unchanged: the constraint decides."""
        return models.Field.get_prep_value(self, value)

    def formfield(self, **options: Any) -> Any:
        """Return a form field that rejects line breaks."""
        return super().formfield(**{"form_class": LineFormField, **options})

    def deconstruct(self) -> Any:
        """Show migrations the plain field."""
        name, _, args, options = super().deconstruct()
        return name, "django.db.models.CharField", args, options


class EmailAddressField(_Plain, EmailColumn):
    """An email address in its normal form."""

    plain = models.EmailField
    default_validators = []

    def to_python(self, value: Any) -> Any:
        """Return the normal form. Raises: ValidationError."""
        return normal_email(value) if isinstance(value, str) and value else super().to_python(value)

    def get_prep_value(self, value: Any) -> Any:
        """Pass on lookup values, and values that bypass the validators, unchanged: the constraint decides."""
        return models.Field.get_prep_value(self, value)

    def formfield(self, **options: Any) -> Any:
        """Return a form field that returns the normal form."""
        return super().formfield(**{"form_class": _EmailFormField, **options})


class EmailTextField(LineField):
    """An email address in its normal form, or nothing, in a text column."""

    def __init__(self, *, max_length: int = email_address.MAX_LENGTH, **options: Any) -> None:
        """Accept the options of a TextField."""
        super().__init__(max_length=max_length, **options)

    def to_python(self, value: Any) -> Any:
        """Return the normal form. Raises: ValidationError."""
        return normal_email(value) if isinstance(value, str) and value else super().to_python(value)

    def formfield(self, **_options: Any) -> Any:
        """Return a form field that returns the normal form."""
        return models.Field.formfield(self, form_class=_EmailFormField, max_length=self.max_length)


class AmountField(_Plain, models.DecimalField):  # type: ignore[type-arg]
    """An amount of money, at least `lowest`. The model's `clean` checks that it fits the currency."""

    plain, rules = models.DecimalField, ("lowest", "highest")

    def __init__(
        self,
        *,
        lowest: Decimal = Decimal(0),
        highest: Decimal = money.HIGHEST_AMOUNT,
        max_digits: int = money.MAX_DIGITS,
        decimal_places: int = money.DECIMAL_PLACES,
        **options: Any,
    ) -> None:
        """Accept the options of a DecimalField."""
        super().__init__(max_digits=max_digits, decimal_places=decimal_places, **options)
        self.validators = [*self.validators, MinValueValidator(lowest), MaxValueValidator(highest)]
        self.lowest, self.highest = lowest, highest

    def to_python(self, value: Any) -> Any:
        """Return the amount. Raises: ValidationError."""
        amount = super().to_python(value)
        if isinstance(amount, Decimal) and not amount.is_finite():
            raise ValidationError(NUMBER_MESSAGE, code="invalid")
        return amount

    def formfield(self, **options: Any) -> Any:
        """Return a form field that accepts digits only."""
        return super().formfield(**{"form_class": _AmountFormField, **options})


class TaxRateField(AmountField):
    """Per cent, from 0 to 99.99."""

    def __init__(
        self,
        *,
        highest: Decimal = money.HIGHEST_TAX_RATE,
        max_digits: int = 5,
        decimal_places: int = 2,
        **options: Any,
    ) -> None:
        """Accept the options of a DecimalField."""
        super().__init__(highest=highest, max_digits=max_digits, decimal_places=decimal_places, **options)
