"""Count the providers' results, so that an operator can set an alarm on failing payments."""

from collections.abc import Callable

from matinee.core.metrics import PAYMENTS
from matinee.payments.port import PaymentResult, Provider, Unreachable


def count_result(provider: Provider, step: str, request: Callable[[], PaymentResult]) -> PaymentResult:
    """Make a request to a provider, and count its result under the name of the step.

    Raises: the errors of the request.
    """
    try:
        result = request()
    except Unreachable:
        PAYMENTS.labels(provider.name, step, "unreachable").inc()
        raise
    PAYMENTS.labels(provider.name, step, type(result).__name__.lower()).inc()
    return result
