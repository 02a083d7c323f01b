"""The refusal of a weak password, of each form that sets one."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.exceptions import ValidationError

from matinee.core.problems import Invalid


@contextmanager
def weak_password_at(field: str) -> Iterator[None]:
    """Say at its field why a password is weak. Raises: Invalid."""
    try:
        yield
    except ValidationError as error:
        raise Invalid(errors={field: error.messages}) from error
