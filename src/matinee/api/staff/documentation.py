"""Describes endpoints for staff in the OpenAPI document."""

from collections.abc import Callable, Sequence
from typing import Any

from matinee.api.framework.documentation import View, documented
from matinee.core.problems import Problem, TooManyRequests
from matinee.staff.errors import ApiKeyInvalid, CsrfFailed, NotPermitted, SignInRequired

BY_ANYBODY = [SignInRequired, ApiKeyInvalid, NotPermitted, TooManyRequests]


def staff_documented(
    operation_id: str, *, errors: Sequence[type[Problem]] = (), **options: Any
) -> Callable[[View], View]:
    """Describe an endpoint of a StaffView, with the errors that every one of them has."""
    return documented(operation_id, errors=[*BY_ANYBODY, CsrfFailed, *errors], **options)
