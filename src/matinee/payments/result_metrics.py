"""How providers answer, for the operator: an alarm when nobody can pay any more."""

from collections.abc import Callable

from matinee.core.metrics import PAYMENTS
from matinee.payments.port import PaymentResult, Provider, Unreachable


def count_result(provider: Provider, step: str, ask: Callable[[], PaymentResult]) -> PaymentResult:
    """Ask, and count the answer under the step's name.

    Raises: what asking raises.
    """
    try:
        answer = ask()
    except Unreachable:
        PAYMENTS.labels(provider.name, step, "unreachable").inc()
        raise
    PAYMENTS.labels(provider.name, step, type(answer).__name__.lower()).inc()
    return answer
