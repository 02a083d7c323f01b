"""Convert the errors of Stripe's library to those of the port, and log them."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

import stripe

from matinee.payments.errors import ProviderRefused
from matinee.payments.port import Unreachable

log = logging.getLogger("matinee.payments.stripe")


@contextmanager
def converted_errors() -> Iterator[None]:
    """Convert Stripe's errors. Raises: ProviderRefused, if nothing has changed; else Unreachable."""
    try:
        yield
    except (
        stripe.AuthenticationError,
        stripe.PermissionError,
        stripe.IdempotencyError,
        stripe.InvalidRequestError,
    ) as error:
        # Callers handle it as Unreachable, so only the log shows the operator a wrong key.
        log.error("Stripe refused a call: %s", error)
        raise ProviderRefused(f"Stripe refused: {error}") from error
    except stripe.StripeError as error:
        log.warning("Stripe gave no answer: %s", error)
        raise Unreachable(f"Stripe gave no answer: {error}") from error
