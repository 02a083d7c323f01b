"""Run validators in services. Errors are collected by field."""

from collections.abc import Callable, Iterable
from typing import Any

import psycopg
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError
from django.db.models import Model

from matinee.core.problems import Invalid


def check_values(**values: tuple[Any, Callable[[Any], Any]]) -> dict[str, Any]:
    """Return each value as its validator returns it.

    Raises: Invalid, with the errors of all fields.
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
    """Validate the fields and the model of a row, and normalise its values in place.

    Does not check constraints: the database does that on write. Raises: Invalid.
    """
    relations = {field.name for field in row._meta.fields if field.is_relation}
    try:
        row.clean_fields(exclude=relations | set(exclude))
        row.clean()
    except ValidationError as error:
        by_field: dict[str, list[str]] = {NON_FIELD_ERRORS: error.messages}
        if hasattr(error, "error_dict"):
            by_field = error.message_dict
        raise Invalid(errors=by_field) from error


def broken_constraint(error: IntegrityError) -> str | None:
    """Return the name of the constraint that rejected a statement."""
    cause = error.__cause__
    return cause.diag.constraint_name if isinstance(cause, psycopg.Error) else None
