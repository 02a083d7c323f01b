"""How providers answer, for the operator: an alarm when nobody can pay any more."""

from collections.abc import Callable

from matinee.core.metrics import PAYMENTS
from matinee.payments.port import Answer, Provider, Unreachable


def counted(provider: Provider, step: str, ask: Callable[[], Answer]) -> Answer:
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
