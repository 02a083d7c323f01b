"""Validators as services use them: a refusal that names each field."""

from collections.abc import Callable, Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model

from matinee.core.problems import Invalid


def check_values(**values: tuple[Any, Callable[[Any], Any]]) -> dict[str, Any]:
    """Give each value as its validator gives it.

    Raises: Invalid, with every bad one.
    """
    checked, errors = {}, {}
    for name, (value, check) in values.items():
        try:
            checked[name] = check(value)
        except ValidationError as error:
            errors[name] = error.messages
    if errors:
        raise Invalid(errors=errors)
    return checked


def validate_row(row: Model, *, exclude: Iterable[str] = ()) -> None:
    """Check a row by the rules of its fields and its model; it gets the normal form of each value.

    Constraints aren't asked: the database does that when the row is written. Raises: Invalid.
    """
    relations = {field.name for field in row._meta.fields if field.is_relation}
    try:
        row.clean_fields(exclude=relations | set(exclude))
        row.clean()
    except ValidationError as error:
        raise Invalid(errors=error.message_dict) from error
