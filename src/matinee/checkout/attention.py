"""An order that could not be finished needs a person."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress

from django.db import InterfaceError, OperationalError

from matinee.booking.locking import locked_transaction
from matinee.checkout.locking import lock_order
from matinee.checkout.standing import mark_for_attention


@contextmanager
def attention_on_error(order_id: int) -> Iterator[None]:
    """Mark the order for a person when the block fails, and pass the error on.

    A database that is away or overloaded is not the order's fault.
    """
    try:
        yield
    except (OperationalError, InterfaceError):
        raise
    except Exception as error:
        with suppress(Exception):  # The first error says more than a second one.
            put_aside(order_id, error)
        raise


@locked_transaction
def put_aside(order_id: int, error: Exception) -> None:
    """Mark an order that could not be finished. Loops try it again, until it is done."""
    mark_for_attention(lock_order(order_id), "set aside", error=type(error).__name__)
